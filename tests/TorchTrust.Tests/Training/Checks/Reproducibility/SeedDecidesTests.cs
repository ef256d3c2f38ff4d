using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

public sealed class SeedDecidesTests
{
    private const string Id = "loop-seed-decides";

    [Fact]
    public void A_plain_loop_passes_and_an_ignored_seed_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Noise_that_no_seed_governs_is_a_question_that_names_what_differs()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Step(batch with { Input = batch.Input * Random.Shared.NextDouble() })));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("of two loops that were built with the same seed", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_in_the_constructor_is_a_question() => Assert.Equal(
        "all parameters have the same bits when the loop is built with another seed",
        Assert.Single(LoopTest.Run(Id, ToyLoop.Of(() =>
        {
            manual_seed(0);
            return new ToyLoop();
        })).Findings).What);

    [Fact]
    public void What_is_declared_not_to_repeat_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.IsNotRepeatableOnPurpose("threads")).Verdict);
}
