namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class ScheduleKeepsItsUnitTests
{
    private const string Id = "loop-schedule-keeps-its-unit";

    [Fact]
    public void A_schedule_by_epochs_passes_and_one_by_steps_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEndOfEpoch(Decay, stepsPerEpoch: 3).SchedulesBy(TrainingUnit.Epoch));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_schedule_that_is_moved_on_in_each_step_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            Decay(loop);
            return loss;
        }).WithEndOfEpoch(_ => { }, stepsPerEpoch: 3).SchedulesBy(TrainingUnit.Epoch));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("the rate of Optimizer changes from 0.05 to 0.025 within epoch 0, in step 1", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_by_steps_and_one_that_is_not_declared_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.SchedulesBy(TrainingUnit.Step), what: "by steps").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right, what: "undeclared").Verdict);
    }

    [Theory]
    [InlineData(1, Verdict.Inconclusive)]
    [InlineData(2, Verdict.Passed)]
    public void An_epoch_of_one_step_has_no_within(int steps, Verdict expected) => Assert.Equal(
        expected, LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(Decay, steps).SchedulesBy(TrainingUnit.Epoch), what: $"{steps}").Verdict);

    [Fact]
    public void Without_the_end_of_an_epoch_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.SchedulesBy(TrainingUnit.Epoch)).Verdict);

    private static void Decay(ToyLoop loop) => loop.Optimizer.ParamGroups.First().LearningRate *= 0.5;
}
