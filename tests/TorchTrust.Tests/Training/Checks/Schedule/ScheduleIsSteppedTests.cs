using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class ScheduleIsSteppedTests
{
    private const string Id = "loop-schedule-is-stepped";

    [Fact]
    public void A_schedule_that_is_stepped_each_epoch_passes_and_one_that_is_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Scheduled().WithEndOfEpoch(loop => loop.Schedule!.step(), stepsPerEpoch: 3)
            .SchedulesBy(TrainingUnit.Epoch));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_schedule_that_is_made_and_forgotten_is_an_error_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, Scheduled().WithEndOfEpoch(_ => { }, stepsPerEpoch: 3).SchedulesBy(TrainingUnit.Epoch));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("Schedule stands where it stood, after 2 epochs: it is never stepped", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_step_whose_rate_does_not_change_yet_passes() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.Of(() => Make(), (loop, batch) =>
    {
        double loss = loop.Step(batch);
        loop.Schedule!.step();
        return loss;
    }).SchedulesBy(TrainingUnit.Step)).Verdict);

    [Fact]
    public void Without_a_schedule_or_its_unit_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, Scheduled(), what: "no unit").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.SchedulesBy(TrainingUnit.Step), what: "no schedule").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, Scheduled().SchedulesBy(TrainingUnit.Epoch), what: "no epoch").Verdict);
    }

    [Fact]
    public void A_schedule_by_steps_that_is_forgotten_is_told_after_the_steps() => Assert.Equal(
        "Schedule stands where it stood, after 3 steps: it is never stepped",
        Assert.Single(LoopTest.Run(Id, Scheduled().SchedulesBy(TrainingUnit.Step)).Findings).What);

    [Theory]
    [InlineData(64, Verdict.Passed)]
    [InlineData(65, Verdict.Skipped)]
    public void Long_epochs_are_not_replayed(int steps, Verdict expected)
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = Scheduled().WithEndOfEpoch(loop => loop.Schedule!.step(), steps);

        Assert.Equal(expected, LoopTest.Run(Id, subject.SchedulesBy(TrainingUnit.Epoch), what: $"{steps}").Verdict);
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, subject.SchedulesBy(TrainingUnit.Step), what: $"{steps} by steps").Verdict);
    }

    private static TrainingSubject<ToyLoop, ToyBatch> Scheduled() => ToyLoop.Of(Make);

    private static ToyLoop Make()
    {
        var loop = new ToyLoop();
        loop.Schedule = optim.lr_scheduler.StepLR(loop.Optimizer, step_size: 1_000);
        return loop;
    }
}
