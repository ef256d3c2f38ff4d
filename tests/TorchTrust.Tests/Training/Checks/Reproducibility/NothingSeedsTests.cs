using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

public sealed class NothingSeedsTests
{
    private const string Id = "loop-nothing-seeds";

    [Fact]
    public void A_plain_loop_passes_and_a_seed_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate()).WithEndOfEpoch(_ => { }, 2));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_seed_in_the_step_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            manual_seed(42);
            return loop.Step(batch);
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("a step seeds torch's generator", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_in_the_evaluation_or_at_the_end_of_an_epoch_is_an_error()
    {
        CheckResult evaluation =
            LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate([ToyBatch.Of(100)])), what: "evaluation");
        CheckResult epoch = LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(_ => manual_seed(1), 2), what: "epoch");

        Assert.StartsWith("an evaluation seeds", Assert.Single(evaluation.Findings).What, StringComparison.Ordinal);
        Assert.StartsWith("the end of an epoch seeds", Assert.Single(epoch.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_that_is_drawn_in_the_step_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        loop.Step(batch with { Input = batch.Input + randn_like(batch.Input) }))).Verdict);

    [Fact]
    public void Without_a_step_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop())).Verdict);

    [Fact]
    public void A_seed_in_an_evaluation_of_batches_is_an_error() => Assert.StartsWith(
        "an evaluation of batches seeds",
        Assert.Single(LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((loop, batches) =>
        {
            manual_seed(3);
            return loop.Evaluate(batches);
        })).Findings).What,
        StringComparison.Ordinal);

    [Fact]
    public void An_epoch_ends_after_all_of_its_steps() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Calls++;
            return loop.Step(batch);
        }).WithEvaluation((loop, batches) => loop.Evaluate(batches)).WithEndOfEpoch(
            loop => _ = loop.Calls == 3 ? 0
                : throw new InvalidOperationException($"{loop.Calls} steps are no epoch"), stepsPerEpoch: 3)).Verdict);
}
