namespace TorchTrust.Tests.Training.Checks.Logging;

public sealed class NumbersAnswerTests
{
    private const string Id = "loop-numbers-answer";

    [Fact]
    public void A_plain_loop_passes_and_a_constant_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_logarithm_of_zero_is_an_error() => Assert.Equal("step 0 reports NaN", Assert.Single(LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Step(batch);
        return double.NaN;
    })).Findings).What);

    [Fact]
    public void A_number_that_is_read_before_it_is_computed_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Step(batch);
            return loop.Sum;
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("every step reports 0, of other weights and other batches, too", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_step_without_a_number_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) => { loop.Step(batch); })).Verdict);
}
