using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Schedule;

/// <summary>Each schedule of the loop goes on in the unit that is declared.</summary>
[Check("loop-schedule-is-stepped", "schedules go on with steps or epochs, as declared", CheckArea.Schedule, Need = Need.TrainsSteps)]
internal sealed class ScheduleIsStepped : TrainingCheck
{
    private const int Epochs = 2;

    /// <summary>Epochs of more steps are not replayed.</summary>
    private const long MostSteps = 64;

    /// <inheritdoc/>
    public override string Why => "A schedule that is made and never stepped leaves the rate where it is, and nothing tells.";

    /// <inheritdoc/>
    public override string Remedy => "Call scheduler.step() after optimizer.step(), or at the end of each epoch, as its length is meant.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [ScheduleMutants.FreezeSchedule, LineMutants.LeaveOutSchedule];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.ScheduleUnit is not { } unit ? "What the schedule counts is not declared: subject.SchedulesBy(TrainingUnit.Epoch)."
        : unit == TrainingUnit.Epoch && subject.EndOfEpoch is null
            ? "The end of an epoch is not declared: subject.WithEndOfEpoch(loop => …, stepsPerEpoch)."
        : unit == TrainingUnit.Epoch && subject.EndOfEpoch!.Value.StepsPerEpoch > MostSteps
            ? $"An epoch has {subject.EndOfEpoch.Value.StepsPerEpoch} steps, and {Epochs} would be replayed."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        TrainingUnit unit = session.Subject.Facts.ScheduleUnit!.Value;
        long steps = unit == TrainingUnit.Epoch ? Epochs * session.Subject.EndOfEpoch!.Value.StepsPerEpoch : session.Trace().Window + 2;
        context.Step("looking where schedules stand, before and after");
        using LiveLoop loop = session.Fresh();
        (string Path, ScheduleState State)[] schedules =
            [.. loop.Members.Schedules.Select(entry => (entry.Path, new ScheduleState(entry.Schedule)))];
        if (schedules.Length == 0)
        {
            return CheckOutcome.Skipped("The loop holds no schedule of the library in its fields.");
        }

        Replays.Train(session, loop, steps);
        return CheckOutcome.From([.. schedules.Where(entry => !entry.State.HasMoved()).Select(entry => new Finding(
            $"{entry.Path} stands where it stood, after {(unit == TrainingUnit.Epoch ? $"{Epochs} epochs" : $"{steps} steps")}: it is "
                + "never stepped"))]);
    }
}
