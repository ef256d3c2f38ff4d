using static TorchSharp.torch.nn;
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
    public void A_tail_that_is_used_at_the_end_of_the_epoch_passes() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Gathering().WithEndOfEpoch(loop =>
    {
        loop.Calls = 0;
        loop.Optimizer.step();
        loop.Optimizer.zero_grad();
    }, stepsPerEpoch: 6)).Verdict);

    [Fact]
    public void Mining_on_purpose_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.MinesOnPurpose("hard ones")).Verdict);

    [Fact]
    public void Where_nothing_moves_no_batch_can_matter() => Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, ToyLoop.Idle).Verdict);

    [Fact]
    public void Where_all_batches_are_alike_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.AllAlike).Verdict);

    [Fact]
    public void Calls_after_the_last_update_and_calls_at_a_rate_of_zero_are_left_out()
    {
        CheckResult gathered = LoopTest.Run(
            Id, ToyLoop.Gathering(5, () => new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3)))), what: "gathered");
        CheckResult rates = LoopTest.Run(Id, ToyLoop.AtRates(call => call is 0 or 5 ? 0 : 0.1)
            .WithEndOfEpoch(_ => { }, stepsPerEpoch: 6), what: "rates");
        CheckResult epoch = LoopTest.Run(Id, ToyLoop.Gathering(7).WithEndOfEpoch(_ => { }, stepsPerEpoch: 20), what: "long epoch");

        Assert.Equal((Verdict.Passed, Verdict.Passed, Verdict.Passed), (gathered.Verdict, rates.Verdict, epoch.Verdict));
    }

    [Fact]
    public void Of_optimizers_that_take_turns_whole_turns_are_exchanged()
    {
        TrainingSubject<TakingTurns, ToyBatch> subject = TrainingSubject.For(() => new TakingTurns()).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => loop.Step(batch, isTrained: loop.Calls < 2))
                .WithEndOfEpoch(loop => loop.Calls = 0, stepsPerEpoch: 4);

        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, subject).Verdict);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, subject.WithStep((loop, batch) => loop.Step(batch, isTrained: true)), what: "all").Verdict);
    }

    /// <summary>The third call trains on something else than its batch.</summary>
    [Theory]
    [InlineData("one rate")]
    [InlineData("two rates")]
    [InlineData("two updates")]
    public void A_batch_in_the_middle_that_is_passed_over_is_named(string how) => Assert.Equal(
        [2.0],
        LoopTest.Run(
            Id,
            ToyLoop.Of(
                () => new ToyLoop(optimizer: model => optim.AdamW(
                [
                    new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Take(2), lr: how == "two rates" ? 0 : 0.1),
                    new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Skip(2), lr: 0.1),
                ])),
                (loop, batch) =>
                {
                    ToyBatch seen = loop.Calls++ == 2 ? ToyBatch.HeldOut : batch;
                    if (how == "two updates")
                    {
                        double[] rates = [.. loop.Optimizer.ParamGroups.Select(group => group.LearningRate)];
                        loop.Optimizer.ParamGroups.ToList().ForEach(group => group.LearningRate = 0);
                        loop.Step(seen);
                        loop.Optimizer.ParamGroups.Zip(rates).ToList().ForEach(pair => pair.First.LearningRate = pair.Second);
                    }

                    return loop.Step(seen);
                }).WithEndOfEpoch(loop => loop.Calls = 0, stepsPerEpoch: 4),
            what: how).Findings.Select(finding => finding.Numbers["batch"]));

    [Fact]
    public void A_batch_that_is_the_same_as_the_one_in_its_place_tells_nothing() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => n % 64 == 1 ? ToyBatch.HeldOut : ToyBatch.Of(n))
            .WithStep((loop, batch) => loop.Step(batch))).Verdict);

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
