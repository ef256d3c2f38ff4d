namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class BatchIsLeftAloneTests
{
    private const string Id = "loop-batch-is-left-alone";

    [Fact]
    public void A_plain_loop_passes_and_a_write_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Normalizing_in_place_is_an_error_that_names_the_tensor()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            batch.Input.sub_(0.5).div_(2);
            return loop.Step(batch);
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("step 0 changes .Input, which it was given", result.Findings[0].What);
    }

    [Fact]
    public void A_batch_that_the_step_disposes_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        double loss = loop.Step(batch);
        batch.Input.Dispose();
        return loss;
    })).Verdict);

    [Fact]
    public void Without_batches_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithStep(loop => loop.Step(ToyBatch.Of(0)))).Verdict);

    [Fact]
    public void A_batch_that_is_one_tensor_is_named_as_the_batch() =>
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop())
        .WithBatch((_, n) => ToyBatch.Of(n).Input).WithStep((loop, batch) =>
        {
            batch.add_(1);
            return loop.Model.call(batch).sum();
        })).Verdict);
}
