using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class EveryBatchMattersTests
{
    private const string Id = "loop-every-batch-matters";

    [Fact]
    public void A_loop_that_uses_all_batches_passes_and_a_kept_one_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_tail_of_gathered_gradients_that_is_lost_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, Gathering().WithEndOfEpoch(loop =>
        {
            loop.Calls = 0;
            loop.Optimizer.zero_grad();
        }, stepsPerEpoch: 6));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal([4.0, 5.0], result.Findings.Select(finding => finding.Numbers["batch"]));
    }

    [Fact]
    public void A_tail_that_is_used_at_the_end_of_the_epoch_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Gathering().WithEndOfEpoch(loop =>
    {
        loop.Calls = 0;
        loop.Optimizer.step();
        loop.Optimizer.zero_grad();
    }, stepsPerEpoch: 6)).Verdict);

    [Fact]
    public void Mining_on_purpose_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.MinesOnPurpose("hard ones")).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Gathering() => ToyLoop.With((loop, batch) =>
    {
        Tensor loss = loop.Loss(batch);
        (loss / 4).backward();
        if (++loop.Calls % 4 == 0)
        {
            loop.Optimizer.step();
            loop.Optimizer.zero_grad();
        }

        return loss.item<float>();
    });
}
