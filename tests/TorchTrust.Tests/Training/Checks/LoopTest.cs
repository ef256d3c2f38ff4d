using System.Globalization;
using System.Text.RegularExpressions;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Runs one check on a loop; whatever fails says what is approved for this test.</summary>
internal static partial class LoopTest
{
    /// <summary>Runs the check of an id, with its proof of power at all places.</summary>
    public static CheckResult Run(string checkId, Subject subject, long seed = 42)
    {
        CheckResult result = CheckTest.Run(checkId, subject, seed);
        if (result.Verdict == Verdict.Failed && TestContext.Current.Test is { } test)
        {
            int before = TestContext.Current.KeyValueStorage.AddOrUpdate($"{checkId} of {test.UniqueID}", 0, (_, count) => (int)count! + 1) as int? ?? 0;
            string which = before == 0 ? "" : $"-{before + 1}";
            Approved.Demand(Message(result), "Training", "Checks", "Messages", checkId, $"{FileName(test.TestDisplayName)}{which}.txt");
        }

        return result;
    }

    /// <summary>What a person is told; fractions are left out, since their last digits are the machine's.</summary>
    private static string Message(CheckResult result) => Fraction().Replace(Messages.Normal(result), "#") + '\n' + string.Join(
        '\n',
        result.Findings.Select(finding => Messages.WithoutLines(
            $"at: module {finding.Module ?? "-"}, parameter {finding.Parameter ?? "-"}, sample {finding.Sample?.ToString(CultureInfo.InvariantCulture) ?? "-"}, "
                + $"line {finding.Source?.ToString() ?? "-"}; numbers {string.Join(", ", finding.Numbers.Keys)}")));

    /// <summary>The last words of a test's name, with the arguments of a theory.</summary>
    private static string FileName(string displayName)
    {
        string arguments = displayName.Contains('(', StringComparison.Ordinal) ? displayName[displayName.IndexOf('(', StringComparison.Ordinal)..] : "";
        string name = displayName[..^arguments.Length];
        return name[(name.LastIndexOf('.') + 1)..] + NoName().Replace(arguments, "-").TrimEnd('-');
    }

    [GeneratedRegex(@"-?\d+\.\d+(?:e[+-]?\d+)?|-?\d+e[+-]?\d+")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"[^\w]+")]
    private static partial Regex NoName();
}
