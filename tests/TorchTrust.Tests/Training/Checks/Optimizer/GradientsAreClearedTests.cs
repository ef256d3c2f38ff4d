using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class GradientsAreClearedTests
{
    private const string Id = "loop-gradients-are-cleared";

    [Fact]
    public void A_plain_loop_passes_and_a_lost_zero_grad_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_step_that_clears_nothing_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Update(loop.Loss(batch))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("gradients that are left after step 0, which made an update, have a part in later ones", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Clearing_after_the_update_and_gathering_over_four_steps_pass()
    {
        CheckResult after = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Update(loop.Loss(batch));
            loop.Model.zero_grad();
            return loss;
        }), what: "after");
        CheckResult gathered = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            Tensor loss = loop.Loss(batch);
            (loss / 4).backward();
            if (++loop.Calls % 4 == 0)
            {
                loop.Optimizer.step();
                loop.Optimizer.zero_grad();
            }

            return loss.item<float>();
        }), what: "gathered");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (after.Verdict, gathered.Verdict));
    }

    [Fact]
    public void A_loop_that_cannot_be_replayed_is_undecided_with_the_cause()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Update(loop.Loss(batch) * Random.Shared.NextDouble())));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("Random.Shared", result.Reason, StringComparison.Ordinal);
    }
}
