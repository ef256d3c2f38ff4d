using TorchTrust.Checks;
using TorchTrust.Running;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

/// <summary>What each of the processes does that loop-resumes runs in, one after the other in this one.</summary>
public sealed class HandingOverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handing-over-");

    /// <summary>What a process sets when it trains, and no file holds; each stage begins without it.</summary>
    private double? _held;

    [Fact]
    public void A_loop_with_noise_of_each_step_goes_on_and_is_repeated()
    {
        TrainingSubject subject = ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3))))
            .SavesWeights((_, _) => throw new InvalidOperationException("this is for use elsewhere"), (_, _) => { })
            .SavesForResuming(ToyLoop.Save, ToyLoop.Load);

        Assert.Equal(
            [Verdict.Passed, Verdict.Passed, Verdict.Passed],
            Enum.GetValues<HandoverStage>().Select(stage => Run(subject, stage).Verdict));
    }

    [Fact]
    public void What_is_not_saved_differs_after_loading_and_not_without_a_stop()
    {
        TrainingSubject subject = ToyLoop.With((loop, batch) =>
        {
            _held ??= batch.Input.mean().item<float>();
            return loop.Step(batch with { Input = batch.Input - _held.Value });
        }).SavesForResuming(ToyLoop.Save, ToyLoop.Load);

        Assert.Equal(Verdict.Passed, Run(subject, HandoverStage.Leave).Verdict);
        Finding finding = Assert.Single(Run(subject, HandoverStage.GoOn).Findings);
        Assert.Equal(("Model.0.weight", 4.0), (finding.Parameter, finding.Numbers["differ"]));
        Assert.StartsWith(
            "12 steps after loading in a fresh process, Model.0.weight, Model.0.bias", finding.What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, Run(subject, HandoverStage.Repeat).Verdict);
    }

    [Fact]
    public void A_rate_that_differs_is_no_parameter()
    {
        TrainingSubject subject = ToyLoop.Of(ToyLoop.Plain, (loop, _) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = _held ??= 0.1 / ++loop.Calls;
            return 0;
        }).SavesForResuming(ToyLoop.Save, (loop, path) =>
        {
            ToyLoop.Load(loop, path);
            loop.Calls = 6;
        });

        Assert.Equal(Verdict.Passed, Run(subject, HandoverStage.Leave).Verdict);
        Finding finding = Assert.Single(Run(subject, HandoverStage.GoOn).Findings);
        Assert.Null(finding.Parameter);
        Assert.Contains("the rate of Optimizer differs", finding.What, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private CheckResult Run(Subject subject, HandoverStage stage)
    {
        _held = null;
        using var runner = new CheckRunner(subject, new TrustOptions { IsHost = true, ProvesPower = false });
        return runner.Run(
            Catalogue.All.Single(check => check.Description.Id == "loop-resumes"), new StepObserver(_ => { }),
            new Handover(_folder.FullName, stage));
    }
}
