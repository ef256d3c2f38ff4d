using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class OneBatchIsLearnedTests
{
    private const string Id = "loop-one-batch-is-learned";

    [Fact]
    public void A_loop_that_learns_passes_and_one_that_does_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_rate_that_is_far_too_small_is_a_question_that_tells_both_numbers()
    {
        CheckResult result = LoopTest.Run(Id, With(optimizer: model => optim.SGD(model.parameters(), 1e-9)).ReportsLoss());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.StartsWith("150 steps on one batch do not lower the loss: it begins at ", finding.What, StringComparison.Ordinal);
        Assert.Equal(finding.Numbers["first"], finding.Numbers["lowest"], 1e-3);
    }

    [Fact]
    public void A_rate_at_which_the_loss_overflows_is_told_with_the_step()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(
            () => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 1e6)),
            (loop, batch) =>
            {
                using var scope = NewDisposeScope();
                loop.Optimizer.zero_grad();
                return loop.Update(loop.Model.call(batch.Input).pow(4).mean());
            }).ReportsLoss());

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.StartsWith("after ", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_that_belong_to_other_inputs_each_time_are_not_taken_for_learned() => Assert.NotEqual(
        Verdict.Passed,
        LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Step(batch with { Label = batch.Label[randperm(8)] }))
            .ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)).Verdict);

    [Fact]
    public void An_objective_that_is_raised_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)).Verdict);

    [Fact]
    public void Where_what_a_step_reports_is_not_declared_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void What_starts_slowly_is_given_more_steps() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, With(optimizer: model => optim.Adadelta(model.parameters(), lr: 0.2)).ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)).Verdict);

    /// <summary>Sixteen times one number, summed up and divided again, is mostly not that number: it must not be taken for noise.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    public void Where_a_step_draws_nothing_a_number_that_swings_is_no_noise(double scale) => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            double swing = loop.Calls++ % 2 == 0 ? 20 : -20;
            return (loop.Step(batch) + swing) / scale;
        }).ReportsLoss(),
        what: $"{scale}").Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> With(Func<nn.Module<Tensor, Tensor>, optim.Optimizer> optimizer) => ToyLoop.Of(() => new ToyLoop(optimizer: optimizer));
}
