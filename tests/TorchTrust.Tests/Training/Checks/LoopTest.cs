using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Runs one check on a loop, and demands that all it says is what is approved for the test.</summary>
internal static partial class LoopTest
{
    /// <summary>Runs the check of an id.</summary>
    /// <param name="checkId">The id.</param>
    /// <param name="subject">The loop.</param>
    /// <param name="what">Tells several calls of one test apart, and the rows of a theory.</param>
    /// <param name="test">The test.</param>
    public static CheckResult Run(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesPower = false }, what, test);

    /// <summary>The same, with its proof of power at all places.</summary>
    /// <inheritdoc cref="Run"/>
    public static CheckResult Prove(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesEverywhere = true, ProofShare = 1 }, what, test);

    private static CheckResult Approve(string checkId, Subject subject, TrustOptions options, string what, string test)
    {
        CheckResult result = Assert.Single(Trust.Check(subject, options with { Checks = [checkId], IsHost = true }).Results);
        string file = what.Length == 0 ? $"{test}.txt" : $"{test}-{NoName().Replace(what, "-")}.txt";
        Approved.Demand(Text(result), "Training", "Checks", "Messages", checkId, file);
        return result;
    }

    /// <summary>All that it says.</summary>
    public static string Text(CheckResult result) => WholeText.Of(result, "the loop");

    [GeneratedRegex(@"[^\w]+")]
    private static partial Regex NoName();
}
