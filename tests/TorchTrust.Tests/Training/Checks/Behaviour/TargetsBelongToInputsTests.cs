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
        Assert.StartsWith("when .Value are moved on by one sample, the update differs by", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_regression_with_equal_shapes_passes() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Regression((output, value) => (output - value).square().mean())).Verdict);

    [Fact]
    public void Without_a_declared_target_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Where_nothing_moves_it_cannot_be_decided()
    {
        Assert.Equal(Verdict.Inconclusive,
            LoopTest.Run(Id, ToyLoop.Idle.HasTarget(batch => batch.Label, of: batch => batch.Input), what: "rests").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
            Id,
            ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), double.PositiveInfinity)))
                .HasTarget(batch => batch.Label, of: batch => batch.Input),
            what: "overflows").Verdict);
    }

    [Fact]
    public void A_target_that_is_no_tensor_of_the_batch_or_is_alike_for_all_samples_is_told()
    {
        Assert.Equal(Verdict.Inconclusive,
            LoopTest.Run(Id, ToyLoop.Right.HasTarget(batch => batch.Label + 0, of: batch => batch.Input), what: "no tensor of it").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n) with { Label = zeros(8, dtype: ScalarType.Int64) })
                .WithStep((loop, batch) => loop.Step(batch)).HasTarget(batch => batch.Label, of: batch => batch.Input),
            what: "alike").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n) with { Value = tensor(1.0f) })
                .WithStep((loop, batch) => loop.Step(batch)).HasTarget(batch => batch.Value, of: batch => batch.Input),
            what: "one number").Verdict);
    }

    [Fact]
    public void A_batch_that_is_its_own_target_is_named_as_the_targets() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop(Linear(4, 1))).WithBatch((_, n) => ToyBatch.Of(n).Value)
            .WithStep((loop, batch) =>
            {
                loop.Optimizer.zero_grad();
                return loop.Update((loop.Model.call(ones(8, 4)) - batch.sort(0).Values.mean()).square().mean());
            }).HasTarget(batch => batch, of: batch => batch)).Verdict);

    /// <summary>Between what rounding does and what an order does lies what is not decided.</summary>
    [Theory]
    [InlineData(1, Verdict.Passed)]
    [InlineData(1e-2, Verdict.Inconclusive)]
    [InlineData(1e-4, Verdict.Failed)]
    public void An_order_that_matters_a_little_is_told(double share, Verdict expected) => Assert.Equal(expected, LoopTest.Run(
        Id,
        ToyLoop.Of(ToyLoop.Plain, (loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor mean = loop.Model.call(batch.Input).mean() * 10;
            return loop.Update(mean + (share * 10 * loop.Loss(batch)));
        }).HasTarget(batch => batch.Label, of: batch => batch.Input),
        what: $"{share}").Verdict);

    [Fact]
    public void Weights_that_become_infinite_tell_nothing() => Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
        Id,
        ToyLoop.With((loop, _) =>
        {
            using IDisposable none = no_grad();
            loop.Model.parameters().First().fill_(double.PositiveInfinity);
            return 0;
        }).HasTarget(batch => batch.Label, of: batch => batch.Input)).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Regression(Func<Tensor, Tensor, Tensor> loss) =>
        ToyLoop.Of(() => new ToyLoop(Linear(4, 1)), (loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        return loop.Update(loss(loop.Model.call(batch.Input), batch.Value));
    }).HasTarget(batch => batch.Value, of: batch => batch.Input);
}
