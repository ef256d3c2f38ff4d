using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class RatesChangeWithUpdatesTests
{
    private const string Id = "loop-rates-change-with-updates";

    [Fact]
    public void A_schedule_that_waits_for_updates_passes_and_one_that_does_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Gathering(decaysAlways: false));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_schedule_that_runs_ahead_of_the_updates_is_a_question()
    {
        CheckResult result = LoopTest.Run(Id, Gathering(decaysAlways: true));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("which makes no update of it", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_each_step_makes_an_update_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Gathering(bool decaysAlways) => ToyLoop.Of(() => new ToyLoop(), (loop, batch) =>
    {
        Tensor loss = loop.Loss(batch);
        (loss / 2).backward();
        bool updates = ++loop.Calls % 2 == 0;
        if (updates)
        {
            loop.Optimizer.step();
            loop.Optimizer.zero_grad();
        }

        loop.Optimizer.ParamGroups.First().LearningRate *= updates || decaysAlways ? 0.9 : 1;
        return loss.item<float>();
    });
}
