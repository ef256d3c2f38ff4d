using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>A schedule takes its first step before the first step of any optimizer, and nothing was loaded before.</summary>
internal sealed class SchedulesFollowTheOptimizer() : WatchRule(new(
    "watch-schedule-follows-step",
    "schedules step after the optimizer",
    "A schedule that steps first skips its first rate: the whole course is one step early.",
    "Call step of the optimizer first, then that of the schedule."))
{
    private SourceLocation? _early;
    private SeenSchedule? _schedule;
    private bool _isDecided;

    /// <inheritdoc/>
    public override void Scheduled(SeenSchedule schedule, SourceLocation? source)
    {
        if (Record.Steps == 0 && !Record.HasLoaded && _schedule is null)
        {
            (_schedule, _early) = (schedule, source);
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        if (_isDecided || _schedule is null)
        {
            _isDecided = true;
            return;
        }

        _isDecided = true;
        if (!Record.HasLoaded)
        {
            Find(Severity.Question, At(
                $"{_schedule.Name} stepped {_schedule.Steps} {(_schedule.Steps == 1 ? "time" : "times")} before {step.Optimizer.Name} took "
                    + $"its first step ({Line(step.Source)})",
                _early,
                ("steps of the schedule before", _schedule.Steps)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => Record.Schedules.Any(schedule => schedule.Steps > 0)
        ? Passed
        : Skipped("No schedule was stepped.");
}
