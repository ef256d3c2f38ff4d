namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class RatesAreValidTests
{
    private const string Id = "loop-rates-are-valid";

    [Fact]
    public void A_plain_loop_passes_and_a_rate_below_zero_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_line_that_falls_below_zero_is_an_error_that_tells_the_step()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1 * (1 - (loop.Calls++ / 3.0));
            return loop.Step(batch);
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("Optimizer updates with a rate of -0.03", Assert.Single(result.Findings).What, StringComparison.Ordinal);
        Assert.Equal(4, result.Findings[0].Numbers["step"]);
    }

    [Fact]
    public void A_warm_up_from_zero_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.ParamGroups.First().LearningRate = 0.01 * loop.Calls++;
        return loop.Step(batch);
    })).Verdict);

    [Fact]
    public void Without_an_update_that_is_heard_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Loss(batch).item<float>())).Verdict);

    [Fact]
    public void A_rate_without_an_end_is_an_error() => Assert.Equal(
        "Optimizer updates with a rate of Infinity in step 1",
        Assert.Single(LoopTest.Run(Id, ToyLoop.AtRates(call => call == 0 ? 0.1 : double.PositiveInfinity)).Findings).What);
}
