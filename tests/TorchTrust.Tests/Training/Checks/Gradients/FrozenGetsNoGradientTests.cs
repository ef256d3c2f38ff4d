using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Gradients;

public sealed class FrozenGetsNoGradientTests
{
    private const string Id = "loop-frozen-gets-no-gradient";

    [Fact]
    public void A_frozen_layer_passes_and_a_gradient_on_it_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Of(() => Trunk(freezes: true)).FreezesOnPurpose("Model.0.*", "pretrained"));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_layer_that_is_only_left_out_of_the_optimizer_is_an_error_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => Trunk(freezes: false)).FreezesOnPurpose("Model.0.*", "pretrained"));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(["Model.0.weight", "Model.0.bias"], result.Findings.Select(finding => finding.Parameter));
        Assert.StartsWith("Model.0.weight is declared to be moved by no gradient, and has one of norm ", result.Findings[0].What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_was_cleared_to_zero_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(() => Trunk(freezes: false), (loop, batch) =>
        {
            double loss = loop.Step(batch);
            loop.Model.parameters().ToList().ForEach(parameter => parameter.grad?.zero_());
            return loss;
        }).FreezesOnPurpose("Model.0.*", "pretrained")).Verdict);

    [Fact]
    public void Where_nothing_is_declared_or_no_parameter_has_the_name_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right, what: "nothing").Verdict);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.Right.FreezesOnPurpose("Teacher.*", "there is none"), what: "another name").Verdict);
    }

    [Fact]
    public void What_was_disposed_is_left_out() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.BesideDisposed.FreezesOnPurpose("Other.*", "gone")).Verdict);

    [Fact]
    public void Of_several_declarations_each_covers_its_own() => Assert.Equal(2, LoopTest.Run(
        Id,
        ToyLoop.Of(() => Trunk(freezes: false)).FreezesOnPurpose("Model.0.*", "pretrained")
            .FreezesOnPurpose("Teacher.*", "there is none")).Findings.Count);

    private static ToyLoop Trunk(bool freezes) => new(optimizer: model =>
    {
        model.parameters().Take(2).ToList().ForEach(parameter => parameter.requires_grad = !freezes);
        return optim.SGD(model.parameters().Skip(2).ToList(), 0.1);
    });
}
