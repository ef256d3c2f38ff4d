using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Gradients;

public sealed class StepLowersTheLossTests
{
    private const string Id = "loop-step-lowers-the-loss";

    [Fact]
    public void A_plain_loop_passes_and_a_turned_sign_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.ReportsLoss());

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_loss_that_is_climbed_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 0.1, maximize: true))).ReportsLoss());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("the update of step 0 makes the number rise on its own batch", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_overshoots_and_an_objective_that_rises_pass()
    {
        CheckResult large = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 20)))
            .ReportsLoss(), what: "overshoots");
        CheckResult objective = LoopTest.Run(Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective(), what: "objective");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (large.Verdict, objective.Verdict));
    }

    [Fact]
    public void Without_a_declaration_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void First_updates_that_move_nothing_and_calls_without_an_update_are_passed_over()
    {
        CheckResult warm = LoopTest.Run(Id, ToyLoop.AtRates(call => call == 0 ? 0 : 0.1).ReportsLoss(), what: "warm up");
        CheckResult gathered = LoopTest.Run(Id, ToyLoop.Gathering(5).ReportsLoss(), what: "gathered");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (warm.Verdict, gathered.Verdict));
    }

    [Fact]
    public void Another_number_several_optimizers_or_updates_and_steps_without_a_number_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsAnotherNumber("an accuracy"), what: "another number").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new TakingTurns()).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => loop.Step(batch)).ReportsLoss(), what: "several optimizers").Verdict);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Step(batch) + loop.Step(batch))
            .ReportsLoss(), what: "two updates").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsLoss(part: 1), what: "no number").Verdict);
    }

    [Fact]
    public void The_first_number_that_is_a_loss_is_judged()
    {
        CheckResult second = LoopTest.Run(Id, Parts((loop, batch) => (0, loop.Step(batch))).ReportsAnotherNumber("an accuracy")
            .ReportsLoss(part: 1), what: "second");
        CheckResult first = LoopTest.Run(Id, Parts((loop, batch) => (loop.Step(batch), 0)).ReportsLoss()
            .ReportsObjective(part: 1), what: "first");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (second.Verdict, first.Verdict));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_number_that_stays_is_neither_raised_nor_lowered(double number) =>
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Step(batch);
        return number;
    }).ReportsLoss(), what: $"{number}").Verdict);

    [Fact]
    public void A_loss_that_is_climbed_slowly_is_an_error() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 1e-4, maximize: true))).ReportsLoss()).Verdict);

    [Fact]
    public void An_objective_that_falls_is_an_error() =>
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Plain).ReportsObjective()).Verdict);

    /// <summary>Of parts of an update the small ones move it by nothing, and the whole one by a last bit or two.</summary>
    [Fact]
    public void A_number_that_rises_within_rounding_cannot_be_decided() => Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
        Id,
        ToyLoop.Of(
            () => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 0.1, maximize: true)),
            (loop, batch) => (float)(1 + (4e-6 * loop.Step(batch)))).ReportsLoss()).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Parts(Func<ToyLoop, ToyBatch, (double, double)> step) =>
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep(step);
}
