using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Models.Checks;

/// <summary>Runs one check on a model, and demands that all it says is what is approved for the test.</summary>
internal static partial class ModelTest
{
    /// <summary>Runs the check of an id.</summary>
    /// <param name="checkId">The id.</param>
    /// <param name="subject">The model.</param>
    /// <param name="what">Tells several calls of one test apart, and the rows of a theory.</param>
    /// <param name="test">The test.</param>
    public static CheckResult Run(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesPower = false }, what, test);

    /// <summary>The same, with its proof of power at all places.</summary>
    /// <inheritdoc cref="Run"/>
    public static CheckResult Prove(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesEverywhere = true }, what, test);

    private static CheckResult Approve(string checkId, Subject subject, TrustOptions options, string what, string test)
    {
        CheckResult result = Assert.Single(Trust.Check(subject, options with { Checks = [checkId], IsHost = true }).Results);
        string file = what.Length == 0 ? $"{test}.txt" : $"{test}-{NoName().Replace(what, "-")}.txt";
        string text = WholeText.Of(result, "the model itself");
        Approved.Demand(string.Join('\n', result.Pictures.SelectMany(Lines).Prepend(text)), "Models", "Checks", "Messages", checkId, file);
        return result;
    }

    /// <summary>What a picture shows of which place; how large it is differs from machine to machine.</summary>
    private static IEnumerable<string> Lines(Picture picture) =>
    [
        $"picture: {picture.GetType().Name}, {picture.Title}",
        .. picture.Caption is null ? Array.Empty<string>() : [$"  {picture.Caption}"],
        .. picture is BarPicture bars ? bars.Bars.Select(bar => $"  {bar.Label}{(bar.IsCulprit ? " !" : "")}") : [],
    ];

    [GeneratedRegex(@"[^\w]+")]
    private static partial Regex NoName();
}
