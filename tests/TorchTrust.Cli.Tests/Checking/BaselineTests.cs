using TorchTrust.Cli.Configuration;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Tests.Checking;

public sealed class BaselineTests
{
    [Fact]
    public async Task Known_failures_do_not_fail_and_mended_ones_are_told()
    {
        using var place = new Workplace();
        string[] command =
        [
            "check", Place.Fixture, "-s", "Mixing", "--check", CheckIds.SamplesAreIndependentInEval, "--check", CheckIds.ValuesAreFinite,
            "--fail-on", "question", "--no-report", "--baseline", "known.json",
        ];
        using ToolRun adopted = await ToolRun.Of(place, [.. command, "--update-baseline"]);
        using ToolRun later = await ToolRun.Of(place, command);
        KnownFailure known = Assert.Single(Baseline.Read(place["known.json"]));
        BaselineUpdate.Write(
            place["known.json"], [known, new KnownFailure("Mixing", CheckIds.ValuesAreFinite, "values-are-finite: head", "It was so.")]);
        using ToolRun mended = await ToolRun.Of(place, command);

        Assert.Equal((0, 0, 0), (adopted.ExitCode, later.ExitCode, mended.ExitCode));
        Assert.Equal(("Mixing", CheckIds.SamplesAreIndependentInEval), (known.Subject, known.CheckId));
        Assert.Contains("1 failure is known from the baseline", later.Output, StringComparison.Ordinal);
        Assert.Contains("mended: Mixing values-are-finite", mended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_keeps_reasons_and_what_was_not_run_and_drops_what_is_mended()
    {
        var failed = new CheckResult("a", "A", Verdict.Failed) { Findings = [new Finding("x") { Module = "head" }] };
        var run = new TrustRun([new TrustReport(
            "Net", "model", 1, [failed, new CheckResult("b", "B", Verdict.Passed), new CheckResult("c", "C", Verdict.Skipped)])])
        {
            KnownFailures =
            [
                new KnownFailure("Net", "a", failed.Fingerprint, "Ours."),
                new KnownFailure("Net", "b", "b: gone", "Was mended."),
                new KnownFailure("Net", "c", "c: kept", "Was not run."),
                new KnownFailure("Other", "a", "a: kept", "Was not run, either."),
            ],
        };

        Assert.Equal(["Ours.", "Was not run.", "Was not run, either."], BaselineUpdate.After(run).Select(known => known.Reason));
    }

    [Fact]
    public void A_baseline_survives_its_file()
    {
        using var place = new Workplace();
        KnownFailure[] known = [new("Net<T>", "a", "a: the model itself → \"x\"", "Because.")];
        BaselineUpdate.Write(place["b.json"], known);

        Assert.Equal(known, Baseline.Read(place["b.json"]));
        Assert.Contains("→", File.ReadAllText(place["b.json"]), StringComparison.Ordinal);
    }
}
