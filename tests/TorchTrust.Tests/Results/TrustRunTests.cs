namespace TorchTrust.Tests.Results;

public sealed class TrustRunTests
{
    [Fact]
    public void A_failure_of_the_baseline_is_known_and_others_are_new()
    {
        Assert.Equal("pretrained", Examples.Run.Known(Examples.Report, Examples.Question)?.Reason);
        Assert.Null(Examples.Run.Known(Examples.Report, Examples.Error));
        Assert.Null(Examples.Run.Known(Examples.Unopened, Examples.Question));
    }

    [Fact]
    public void A_failure_of_the_baseline_whose_check_passes_is_mended() =>
        Assert.Equal(Examples.Proven.CheckId, Assert.Single(Examples.Run.MendedFailures).CheckId);

    [Fact]
    public void A_failure_whose_check_could_not_decide_is_not_mended()
    {
        TrustRun run = Examples.Run with { KnownFailures = [new("CnnVae", Examples.Undecided.CheckId, Examples.Undecided.CheckId, "")] };

        Assert.Empty(run.MendedFailures);
    }

    [Fact]
    public void A_subject_that_could_not_be_opened_proves_nothing_and_throws()
    {
        Assert.False(Examples.Unopened.IsProven);
        TrustException thrown = Assert.Throws<TrustException>(Examples.Unopened.ThrowIfFailed);
        Assert.Contains("threw FileNotFoundException", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_names_the_places_in_order_and_no_number()
    {
        CheckResult result = Examples.Error with
        {
            Findings =
            [
                new("a") { Module = "b", Sample = 3 },
                new("c") { Module = "m", Parameter = "a.weight" },
                new("The subject threw at 0.25 after 3 calls\nwith a trace"),
            ],
        };

        Assert.Equal("samples-are-independent-in-eval: The subject threw at # after # calls, a.weight, b", result.Fingerprint);
    }

    [Fact]
    public void A_fingerprint_of_many_places_is_short_and_tells_them_apart()
    {
        CheckResult many =
            Examples.Error with { Findings = [.. Enumerable.Range(0, 500).Select(i => new Finding("x") { Parameter = $"p{i}" })] };
        CheckResult others = many with { Findings = [.. many.Findings, new Finding("x") { Parameter = "q" }] };

        Assert.True(many.Fingerprint.Length < 300);
        Assert.NotEqual(many.Fingerprint, others.Fingerprint);
    }
}
