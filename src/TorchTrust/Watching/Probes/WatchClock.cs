using System.Diagnostics;

namespace TorchTrust.Watching.Probes;

/// <summary>
/// The time that watching takes itself, and how much of the run it may take. What every step needs is always done; what costs more
/// is done while the share allows it, and a first tenth of a second is free, or a short program would not be looked at at all.
/// </summary>
/// <param name="share">The share of the run's time, from 0 to 1; 1 is no limit.</param>
internal sealed class WatchClock(double share)
{
    private static readonly TimeSpan _free = TimeSpan.FromMilliseconds(100);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _own;
    private long _beside;

    /// <summary>The share.</summary>
    public double Share { get; } = share;

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>The time of our own in the program's calls, which wait for it.</summary>
    public TimeSpan Own => TimeSpan.FromSeconds(Interlocked.Read(ref _own) / (double)Stopwatch.Frequency);

    /// <summary>The time of our own threads, beside the program's: getting ready, and telling.</summary>
    public TimeSpan Beside => TimeSpan.FromSeconds(Interlocked.Read(ref _beside) / (double)Stopwatch.Frequency);

    /// <summary>Whether there is time for what costs more.</summary>
    public bool MayLook => Share >= 1 || Own is var own && (own < _free || own < Elapsed * Share);

    /// <summary>Counts time as our own.</summary>
    /// <param name="since">When it began, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    public void Count(long since) => Interlocked.Add(ref _own, Stopwatch.GetTimestamp() - since);

    /// <summary>Counts time of a thread of our own.</summary>
    /// <param name="since">When it began.</param>
    public void CountBeside(long since) => Interlocked.Add(ref _beside, Stopwatch.GetTimestamp() - since);
}
