using System.Text.RegularExpressions;

namespace TorchTrust.Tests.Checks;

/// <summary>What one check says of many models, as a text to be approved: all that is not a pass.</summary>
internal static partial class VerdictText
{
    /// <summary>What was found, and which models were skipped or left open for which reason.</summary>
    public static string Of(IReadOnlyList<(string Name, CheckResult Result)> results)
    {
        IEnumerable<string> failed = results.Where(entry => entry.Result.Verdict == Verdict.Failed).Select(entry => string.Join(
            "\n  ",
            [$"{entry.Name}: {entry.Result.Severity}", .. entry.Result.Findings.Select(finding =>
                $"{finding.What} [{finding.Module}|{finding.Parameter}|{finding.Sample}|{finding.Dimension}]")]));
        IEnumerable<string> open = results.Where(entry => entry.Result.Reason is not null)
            .GroupBy(entry => $"{entry.Result.Verdict}: {Measured().Replace(entry.Result.Reason!, "#")}")
            .Select(group => string.Join("\n  ", [group.Key, .. group.Select(entry => entry.Name)]));
        return Measured().Replace(string.Join('\n', failed.Concat(open)), "#");
    }

    /// <summary>
    /// Measured numbers differ in their last digits from machine to machine, and which frame of a stack is left by what was inlined.
    /// </summary>
    [GeneratedRegex(@" in \S+ \(\S+\.cs:\d+\)|(?<= (is|give) )-?\d\S*|-?\d+\.\d+(e[-+]?\d+)?|-?\d+e[-+]?\d+|0x[0-9a-f]+")]
    private static partial Regex Measured();
}
