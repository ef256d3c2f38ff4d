using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class TargetsBelongToInputsTests
{
    private const string Id = "loop-targets-belong-to-inputs";

    [Fact]
    public void A_classifier_passes_and_a_lost_order_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Targets_without_the_dimension_of_the_outputs_are_an_error()
    {
        CheckResult result = LoopTest.Run(Id, Regression((output, value) => (output - value.squeeze(1)).square().mean()));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("when .Value are moved on by one sample, the update differs by", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_regression_with_equal_shapes_passes() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Regression((output, value) => (output - value).square().mean())).Verdict);

    [Fact]
    public void Without_a_declared_target_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Regression(Func<Tensor, Tensor, Tensor> loss) => ToyLoop.Of(() => new ToyLoop(Linear(4, 1)), (loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        return loop.Update(loss(loop.Model.call(batch.Input), batch.Value));
    }).HasTarget(batch => batch.Value, of: batch => batch.Input);
}
