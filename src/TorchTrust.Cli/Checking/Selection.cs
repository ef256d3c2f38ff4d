using System.IO.Enumeration;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Checking;

/// <summary>What the user asked for; an empty list stands for all.</summary>
/// <param name="Checks">Ids of checks.</param>
/// <param name="Areas">Parts of the catalogue.</param>
/// <param name="Subjects">Names of subjects, in which <c>*</c> stands for anything.</param>
internal sealed record Selection(IReadOnlyList<string> Checks, IReadOnlyList<CheckArea> Areas, IReadOnlyList<string> Subjects)
{
    /// <summary>Whether a check is asked for.</summary>
    public bool Includes(string checkId) => (Checks.Count == 0 && Areas.Count == 0)
        || Checks.Contains(checkId)
        || (CheckNames.Area(checkId) is { } area && Areas.Contains(area));

    /// <summary>The subjects that are asked for.</summary>
    /// <exception cref="ToolException">A name selects none.</exception>
    public IReadOnlyList<FoundSubject> Of(IReadOnlyList<FoundSubject> found)
    {
        foreach (string pattern in Subjects)
        {
            if (!found.Any(subject => Matches(pattern, subject)))
            {
                string[] names = [.. found.Select(subject => subject.ShortName)];
                throw ToolException.WrongUse(
                    $"--subject '{pattern}' selects no subject. {Suggestions.Nearest(pattern, names)}There are: "
                        + $"{string.Join(", ", names)}.");
            }
        }

        return Subjects.Count == 0 ? found : [.. found.Where(subject => Subjects.Any(pattern => Matches(pattern, subject)))];
    }

    private static bool Matches(string pattern, FoundSubject subject) =>
        subject.Names.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
}
