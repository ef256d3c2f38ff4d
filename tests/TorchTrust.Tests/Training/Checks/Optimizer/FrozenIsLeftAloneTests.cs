using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class FrozenIsLeftAloneTests
{
    private const string Id = "loop-frozen-is-left-alone";

    [Fact]
    public void A_frozen_trunk_passes_and_a_drift_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Of(() => Trunk(freezes: true)).FreezesOnPurpose("Model.0.*", "pretrained"));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_declared_layer_that_still_trains_is_an_error_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => Trunk(freezes: false)).FreezesOnPurpose("Model.0.*", "pretrained"));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("Model.0.weight is declared frozen, and step 0 moves it", result.Findings[0].What);
    }

    [Fact]
    public void Statistics_of_a_frozen_normalization_are_a_question()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(Sequential(BatchNorm1d(4), Linear(4, 3)), model =>
        {
            model.parameters().Take(2).ToList().ForEach(parameter => parameter.requires_grad = false);
            return optim.SGD(model.parameters().Skip(2).ToList(), 0.1);
        })));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains(result.Findings, finding => finding.Parameter == "Model.0.running_mean");
    }

    [Fact]
    public void Where_nothing_is_frozen_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void What_the_end_of_an_epoch_moves_is_told_so() => Assert.Equal(
        "Other.weight is declared frozen, and the end of an epoch moves it",
        LoopTest.Run(
            Id,
            ToyLoop.Of(() => new ToyLoop { Other = Linear(2, 2) }).FreezesOnPurpose("Other.weight", "pretrained").WithEndOfEpoch(
                loop =>
                {
                    using IDisposable _ = no_grad();
                    loop.Other!.parameters().First().mul_(0.5);
                },
                stepsPerEpoch: 2)).Findings[0].What);

    private static ToyLoop Trunk(bool freezes) => new(optimizer: model =>
    {
        model.parameters().Take(2).ToList().ForEach(parameter => parameter.requires_grad = !freezes);
        return optim.Adam(model.parameters().Where(parameter => parameter.requires_grad).ToList());
    });
}
