using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class EveryTensorMattersTests
{
    private const string Id = "loop-every-tensor-matters";

    [Fact]
    public void A_loop_that_uses_its_batch_passes_and_an_ignored_tensor_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, TrainingSubject.For(() => new ToyLoop())
            .WithBatch((_, n) => ToyBatch.Of(n) is var batch ? (batch.Input, batch.Label) : default)
            .WithStep((loop, batch) => loop.Step(new ToyBatch(batch.Input, batch.Label, batch.Input))));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_target_that_is_never_used_is_an_error_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right);

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith(".Value can be exchanged for that of another batch", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_batches_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithStep(loop => loop.Step(ToyBatch.Of(0)))).Verdict);

    [Fact]
    public void A_batch_that_is_one_tensor_is_named_as_the_batch() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n).Input)
            .WithStep((loop, _) => loop.Step(ToyBatch.HeldOut))).Verdict);

    [Fact]
    public void A_tensor_that_is_the_same_in_all_batches_is_left_out()
    {
        TrainingSubject<ToyLoop, (Tensor, Tensor, Tensor)> masked = TrainingSubject.For(() => new ToyLoop())
            .WithBatch((_, n) => ToyBatch.Of(n) is var batch ? (batch.Input, batch.Label, Mask: ones(8)) : default)
            .WithStep((loop, batch) => loop.Step(new ToyBatch(batch.Input, batch.Label, batch.Mask)));

        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, masked).Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.AllAlike, what: "all").Verdict);
    }
}
