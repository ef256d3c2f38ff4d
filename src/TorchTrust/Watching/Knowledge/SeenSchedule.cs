using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchTrust.Watching.Knowledge;

/// <summary>What is known of a schedule of rates, which is not kept alive.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="madeAt">The line that made it.</param>
internal sealed class SeenSchedule(LRScheduler schedule, SourceLocation? madeAt)
{
    private readonly WeakReference<LRScheduler> _schedule = new(schedule);

    /// <summary>The name of its class.</summary>
    public string Name { get; } = schedule.GetType().Name;

    /// <summary>The line that made it.</summary>
    public SourceLocation? MadeAt { get; } = madeAt;

    /// <summary>How often the program stepped it.</summary>
    public long Steps { get; set; }

    /// <summary>After how many steps its course is at its end; null where it has none, or is not told.</summary>
    public long? End { get; init; }

    /// <summary>Whether another schedule holds it, and steps it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether this is a schedule.</summary>
    public bool Is(object? other) => _schedule.TryGetTarget(out LRScheduler? present) && ReferenceEquals(present, other);
}
