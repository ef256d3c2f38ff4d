using System.Runtime.CompilerServices;
using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Models.Checks;

/// <summary>Runs one check on a model, and demands that all it says is what is approved for the test.</summary>
internal static class ModelTest
{
    private static readonly ApprovedResults _results = new("Models", "the model itself");

    /// <summary>Runs the check of an id.</summary>
    /// <param name="checkId">The id.</param>
    /// <param name="subject">The model.</param>
    /// <param name="what">Tells several calls of one test apart, and the rows of a theory.</param>
    /// <param name="test">The test.</param>
    public static CheckResult Run(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        _results.Demand(checkId, subject, new TrustOptions { ProvesPower = false }, what, test);

    /// <summary>The same, with its proof of power at all places.</summary>
    /// <inheritdoc cref="Run"/>
    public static CheckResult Prove(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        _results.Demand(checkId, subject, new TrustOptions { ProvesEverywhere = true }, what, test);
}
