using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

/// <summary>What a loop that was saved does in a process that has not trained it: each of these runs in processes of its own.</summary>
public sealed class ResumingInFreshProcessesTests
{
    private const string Id = "loop-resumes";

    /// <summary>As users cache statistics of their data: made of the first batch that a process sees.</summary>
    private static Tensor? _mean;

    [Fact]
    public void A_loop_that_saves_all_goes_on_in_a_fresh_process()
    {
        CheckResult result = Run(Saving(ToyLoop.Right));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_static_field_that_is_made_of_the_first_batch_of_a_process_is_an_error()
    {
        CheckResult result = Run(Saving(ToyLoop.With((loop, batch) =>
        {
            _mean ??= batch.Input.mean().DetachFromDisposeScope();
            return loop.Step(batch with { Input = batch.Input - _mean });
        })));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith(
            "12 steps after loading in a fresh process, Model.0.weight, Model.0.bias, Model.2.weight, Model.2.bias differ from a loop that "
                + "was not stopped; in the process that had saved, all went on as before",
            Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_from_process_to_process_by_itself_says_nothing() => Assert.Equal(
        Verdict.Passed,
        Run(Saving(ToyLoop.With((loop, batch) => loop.Step(batch with { Input = batch.Input * (1 + (Environment.ProcessId * 1e-6)) }))))
            .Verdict);

    [Fact]
    public void What_throws_in_a_fresh_process_alone_is_an_error() => Assert.Equal(
        Verdict.Failed,
        Run(ToyLoop.With((loop, batch) =>
        {
            _mean = batch.Input.mean().DetachFromDisposeScope();
            return loop.Step(batch);
        }).SavesForResuming(ToyLoop.Save, (loop, path) =>
        {
            _ = _mean!.item<float>();
            ToyLoop.Load(loop, path);
        })).Verdict);

    private static CheckResult Run(Subject subject) =>
        Assert.Single(Trust.Check(subject, new TrustOptions { Checks = [Id], ProvesPower = false }).Results);

    private static TrainingSubject<ToyLoop, ToyBatch> Saving(TrainingSubject<ToyLoop, ToyBatch> subject) =>
        subject.SavesForResuming(ToyLoop.Save, ToyLoop.Load);
}
