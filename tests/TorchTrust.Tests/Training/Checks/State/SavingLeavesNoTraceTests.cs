using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.State;

public sealed class SavingLeavesNoTraceTests
{
    private const string Id = "loop-saving-leaves-no-trace";

    [Fact]
    public void Saving_that_only_reads_passes_and_one_that_writes_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id,
            ToyLoop.Right.SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Weights_that_are_rounded_in_place_to_be_saved_are_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.SavesForResuming(
            (loop, path) =>
            {
                using (no_grad())
                {
                    loop.Model.parameters().ToList().ForEach(parameter => parameter.mul_(100).round_().div_(100));
                }

                loop.Model.save(path);
            },
            (loop, path) => loop.Model.load(path)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("3 steps after it was saved, Model.0.weight", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_saving_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Saving_for_use_elsewhere_is_not_looked_at()
    {
        TrainingSubject<ToyLoop, ToyBatch> elsewhere =
            ToyLoop.Right.SavesWeights((_, _) => throw new InvalidOperationException("for use elsewhere"), (_, _) => { });

        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, elsewhere).Verdict);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, elsewhere.SavesForResuming((loop, path) => loop.Model.save(path), (_, _) => { }), what: "both").Verdict);
    }

    [Fact]
    public void It_is_saved_after_the_window_alone() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, ToyLoop.Gathering(3).SavesForResuming((loop, _) => Assert.Equal(3, loop.Calls), (_, _) => { })).Verdict);
}
