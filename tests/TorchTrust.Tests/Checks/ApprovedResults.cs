using System.Text.RegularExpressions;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Checks;

/// <summary>Runs one check, and demands that all it says is what is approved for the test.</summary>
/// <param name="wing">The wing of the check, in whose folder the approved texts lie.</param>
/// <param name="whole">What the whole subject is called.</param>
internal sealed partial class ApprovedResults(string wing, string whole)
{
    /// <summary>Runs the check of an id.</summary>
    /// <param name="checkId">The id.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="options">How it runs; what is said of checks and hosts is replaced.</param>
    /// <param name="what">Tells several calls of one test apart, and the rows of a theory.</param>
    /// <param name="test">The test.</param>
    public CheckResult Demand(string checkId, Subject subject, TrustOptions options, string what, string test)
    {
        CheckResult result = Assert.Single(Trust.Check(subject, options with { Checks = [checkId], IsHost = true }).Results);
        string file = what.Length == 0 ? $"{test}.txt" : $"{test}-{NoName().Replace(what, "-")}.txt";
        Approved.Demand(Text(result), wing, "Checks", "Messages", checkId, file);
        return result;
    }

    /// <summary>All that a result says.</summary>
    public string Text(CheckResult result) => WholeText.Of(result, whole);

    [GeneratedRegex(@"[^\w]+")]
    private static partial Regex NoName();
}
