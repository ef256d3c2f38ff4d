using System.Text.RegularExpressions;
using TorchTrust.Checks;
using TorchTrust.Cli.Explain;

namespace TorchTrust.Cli.Listing;

/// <summary>A check as lists show it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The property, as a sentence.</param>
/// <param name="Area">The part of the catalogue.</param>
/// <param name="Severity">How much a failure weighs.</param>
/// <param name="Level">The level that it came with.</param>
/// <param name="Hazard">Whether it may end the process that it runs in.</param>
/// <param name="Need">What it does to the subject, which is put back after it.</param>
/// <param name="Cost">What it costs, in words.</param>
/// <param name="Facts">What can be declared on the subject about it.</param>
/// <param name="Mutants">The faults with which it proves its power.</param>
internal sealed partial record ListedCheck(
    string Id,
    string Title,
    string Area,
    string Severity,
    int Level,
    string Hazard,
    string Need,
    string Cost,
    IReadOnlyList<string> Facts,
    IReadOnlyList<string> Mutants)
{
    /// <summary>All checks, in the order in which they run. Needs no native library.</summary>
    public static IReadOnlyList<ListedCheck> All()
    {
        Dictionary<string, string[]> facts = CheckPages.Text(CheckPages.Index).Split('\n')
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(
                cells => cells[1][1..cells[1].IndexOf(']', StringComparison.Ordinal)],
                cells => CodeWords().Matches(cells[6]).Select(match => match.Groups[1].Value).ToArray());
        return [.. Catalogue.All.Select(check => Of(check, facts.GetValueOrDefault(check.Description.Id, [])))];
    }

    private static ListedCheck Of(Check check, IReadOnlyList<string> facts)
    {
        CheckAttribute description = check.Description;
        return new ListedCheck(
            description.Id,
            description.Title,
            $"{description.Area}",
            $"{description.Severity}",
            description.Level,
            $"{description.Hazard}",
            $"{description.Need}",
            CheckPages.FirstSentence(description.Id, "What it costs"),
            facts,
            [.. check.Mutants.Select(mutant => mutant.Name).Distinct()]);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeWords();
}
