namespace TorchTrust.Running.Hosting;

/// <summary>
/// Says when a check has had its time, which begins with its first step. After the limit no further step is begun, and the step
/// under way is ended once it has lasted half of the limit: what is stuck is then known to be, however late it came to be.
/// </summary>
/// <param name="limit">How long a check may take; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
/// <param name="spent">What earlier hosts have spent on the check.</param>
/// <param name="now">The time that the host has had.</param>
internal sealed class CheckClock(TimeSpan limit, TimeSpan spent, Func<TimeSpan> now)
{
    private static readonly TimeSpan _leastPatience = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _made = now();
    private TimeSpan? _began;
    private TimeSpan _stepBegan;

    /// <summary>What the check has taken so far, in earlier hosts too.</summary>
    public TimeSpan Time => _began is { } began ? now() - began : spent;

    /// <summary>How long the step under way has lasted.</summary>
    public TimeSpan StepTime => _began is null ? TimeSpan.Zero : now() - _stepBegan;

    /// <summary>
    /// How long a step may take that is no check's: the start of the runtime, the native backend, the search for the subject. What
    /// the user allows a check has no say in it unless it is more.
    /// </summary>
    /// <param name="limit">How long a check may take.</param>
    public static TimeSpan Patience(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan || limit > _leastPatience ? limit : _leastPatience;

    /// <summary>A step begins.</summary>
    public void BeginStep()
    {
        _stepBegan = now();
        _began ??= _stepBegan - spent;
    }

    /// <summary>Whether the check is to be ended, and why.</summary>
    /// <param name="waitsForStep">Whether the step under way may have its time; false where it says nothing about the subject.</param>
    /// <returns>Null while the check may go on.</returns>
    public HostEnd? End(bool waitsForStep)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return null;
        }

        TimeSpan at = now();
        return _began is not { } began ? (at - _made <= Patience(limit) ? null : HostEnd.Slow)
            : at - began <= limit ? null
            : at - _stepBegan >= limit / 2 ? HostEnd.Stuck
            : waitsForStep && _stepBegan - began <= limit ? null
            : HostEnd.Slow;
    }
}
