using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>A schedule was made and never stepped, over two epochs at least and to the end of the program.</summary>
internal sealed class SchedulesAreStepped() : WatchRule(new(
    "watch-schedule-is-stepped",
    "every schedule is stepped",
    "A schedule that is never stepped leaves the rate where it was.",
    "Call step of the schedule after each epoch, or after each step, whichever it counts; or leave the schedule out."))
{
    /// <summary>So many steps are more than one epoch's where nothing tells of epochs.</summary>
    private const long ManySteps = 100;

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural || !(Record.HasEpochs || (Record.Epochs == 0 && Record.Steps >= ManySteps)))
        {
            return;
        }

        foreach (SeenSchedule schedule in Idle())
        {
            Find(Severity.Question, At(
                $"{schedule.Name} was made and never stepped, in {Record.Steps} steps"
                    + (Record.Epochs > 0 ? $" and {Record.Epochs} epochs" : ""),
                schedule.MadeAt,
                ("steps", Record.Steps),
                ("epochs", Record.Epochs)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => this switch
    {
        _ when Record.Schedules.Count == 0 => Skipped("No schedule was made."),
        _ when !Idle().Any() => Passed,
        _ => Open("A schedule was not stepped yet; the run was cut, or shorter than two epochs."),
    };

    private IEnumerable<SeenSchedule> Idle() => Record.Schedules.Where(schedule => schedule is { Steps: 0, IsHeld: false });
}
