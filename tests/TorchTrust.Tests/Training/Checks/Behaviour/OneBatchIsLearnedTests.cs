using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class OneBatchIsLearnedTests
{
    private const string Id = "loop-one-batch-is-learned";

    [Fact]
    public void A_loop_that_learns_passes_and_one_that_does_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.ReportsLoss()
            .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_rate_that_is_far_too_small_is_a_question_that_tells_both_numbers()
    {
        CheckResult result = LoopTest.Run(Id, With(optimizer: model => optim.SGD(model.parameters(), 1e-6)).ReportsLoss());

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
        Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective()
            .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)).Verdict);

    [Fact]
    public void Where_what_a_step_reports_is_not_declared_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void What_starts_slowly_is_given_more_steps() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, With(optimizer: model => optim.Adadelta(model.parameters(), lr: 0.2)).ReportsLoss()
            .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)).Verdict);

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

    [Fact]
    public void What_is_carried_another_number_and_several_optimizers_are_skipped()
    {
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.Right.ReportsLoss().CarriesStateOnPurpose("a memory"), what: "carries").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsAnotherNumber("an accuracy"), what: "another number").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsLoss(part: 1), what: "no such part").Verdict);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop()).WithStep(loop => loop.Step(ToyBatch.Of(0)))
            .ReportsLoss(), what: "no batch").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new TakingTurns()).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => loop.Step(batch)).ReportsLoss(), what: "several optimizers").Verdict);
    }

    [Theory]
    [InlineData(39, Verdict.Skipped)]
    [InlineData(40, Verdict.Passed)]
    public void A_training_of_fewer_steps_than_two_windows_is_too_short(int steps, Verdict expected) => Assert.Equal(
        expected, LoopTest.Run(Id, ToyLoop.Right.ReportsLoss().TrainsFor(steps, TrainingUnit.Step), what: $"{steps}").Verdict);

    [Fact]
    public void A_loop_that_ends_itself_cannot_be_decided() =>
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        loop.Calls++ < 50 ? loop.Step(batch) : throw new InvalidOperationException("the training has ended")).ReportsLoss()).Verdict);

    /// <summary>What begins at one number and comes to another, while the weights move or not.</summary>
    [Theory]
    [InlineData("falls", true, Verdict.Passed)]
    [InlineData("falls and rests", false, Verdict.Failed)]
    [InlineData("stands", true, Verdict.Failed)]
    [InlineData("falls at the very end", true, Verdict.Failed)]
    [InlineData("falls and rises", true, Verdict.Passed)]
    public void A_number_is_judged_by_its_lowest_window(string how, bool moves, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                if (moves)
                {
                    loop.Step(batch);
                }

                int call = loop.Calls++;
                return how switch
                {
                    "stands" => 2,
                    "falls at the very end" => call < 140 ? 2 : 1,
                    "falls and rises" => call is >= 40 and < 60 ? 1 : 2,
                    _ => call < 20 ? 2 : 1,
                };
            }).ReportsLoss(),
            what: how).Verdict);

    [Fact]
    public void Where_targets_cannot_be_exchanged_it_is_enough_that_the_loss_falls()
    {
        CheckResult one = LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(ToyBatch.Of(n).Input.narrow(0, 0, 1)))
                .WithStep((loop, batch) => loop.Step(batch)).ReportsLoss()
                    .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3),
            what: "one");
        CheckResult none = LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => (ToyBatch.Of(n).Input, Target: tensor(1.0f)))
                .WithStep((loop, batch) =>
                {
                    loop.Optimizer.zero_grad();
                    return loop.Update((loop.Model.call(batch.Input).mean() - batch.Target).square());
                }).ReportsLoss().HasTarget(batch => batch.Target, of: batch => batch.Input),
            what: "none");

        CheckResult alike = LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n) with { Label = zeros(8, dtype: ScalarType.Int64) })
                .WithStep((loop, batch) => loop.Step(batch)).ReportsLoss()
                    .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3),
            what: "alike");

        Assert.Equal((Verdict.Passed, Verdict.Passed, Verdict.Passed), (one.Verdict, none.Verdict, alike.Verdict));
    }

    /// <summary>What begins at ten, and comes to one number on its own targets and to another on those of other inputs.</summary>
    [Theory]
    [InlineData(0.1, 1, Verdict.Passed)]
    [InlineData(0, 1, Verdict.Passed)]
    [InlineData(-1, 1, Verdict.Inconclusive)]
    [InlineData(0.5, 1, Verdict.Inconclusive)]
    [InlineData(4, 6, Verdict.Inconclusive)]
    [InlineData(3.5, 6, Verdict.Passed)]
    public void What_is_learned_falls_further_than_on_other_targets(double own, double others, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Step(batch);
                bool belongs = batch.Label.Equals(batch.Input.narrow(1, 0, 3).argmax(1));
                return loop.Calls++ < 20 ? 10 : belongs ? own : others;
            }).ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3),
            what: $"{own} and {others}").Verdict);

    [Fact]
    public void The_first_number_that_is_a_loss_is_judged()
    {
        CheckResult second = LoopTest.Run(
            Id, Parts((loop, batch) => (0, loop.Step(batch))).ReportsAnotherNumber("an accuracy").ReportsLoss(part: 1), what: "second");
        CheckResult first = LoopTest.Run(
            Id, Parts((loop, batch) => (loop.Step(batch), 0)).ReportsLoss().ReportsObjective(part: 1), what: "first");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (second.Verdict, first.Verdict));
    }

    [Fact]
    public void A_training_that_is_declared_short_is_given_no_more_steps_than_it_has() => Assert.StartsWith(
        "200 steps on one batch lower the loss from 10 to 4",
        LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Step(batch);
            bool belongs = batch.Label.Equals(batch.Input.narrow(1, 0, 3).argmax(1));
            return loop.Calls++ < 20 ? 10 : belongs ? 4 : 6;
        }).ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3).TrainsFor(200, TrainingUnit.Step)).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Of_several_targets_each_is_exchanged() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Step(batch);
            bool belong = batch.Label.Equals(batch.Input.narrow(1, 0, 3).argmax(1))
                && batch.Value.Equals(batch.Input.sum(1, keepdim: true));
            return loop.Calls++ < 20 ? 10 : belong ? 0.1 : 1;
        }).ReportsLoss().HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)
            .HasTarget(batch => batch.Value, of: batch => batch.Input)).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Parts(Func<ToyLoop, ToyBatch, (double, double)> step) =>
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep(step);

    private static TrainingSubject<ToyLoop, ToyBatch> With(Func<nn.Module<Tensor, Tensor>, optim.Optimizer> optimizer) =>
        ToyLoop.Of(() => new ToyLoop(optimizer: optimizer));
}
