using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

public sealed class ResumingGoesOnTests
{
    private const string Id = "loop-resumes";

    [Fact]
    public void A_loop_that_saves_all_passes_and_a_forgotten_part_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.SavesForResuming((loop, path) => Save(loop, path), (loop, path) => Load(loop, path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_momentum_that_is_not_saved_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("so a state of the optimizer, a counter or an average is missing", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_not_saved_is_named()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.SavesForResuming(
            (loop, path) => ((nn.Module)((Sequential)loop.Model)[0]).save(path), (loop, path) => ((nn.Module)((Sequential)loop.Model)[0]).load(path)));

        Assert.Contains("right after loading, Model.2.weight, Model.2.bias are not what was saved", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_saving_is_not_for_resuming_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, ToyLoop.Right.SavesWeights((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path))).Verdict);

    private static void Save(ToyLoop loop, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        loop.Model.save(writer);
        ((OptimizerHelper)loop.Optimizer).save_state_dict(writer);
    }

    private static void Load(ToyLoop loop, string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        loop.Model.load(reader);
        ((OptimizerHelper)loop.Optimizer).load_state_dict(reader);
    }
}
