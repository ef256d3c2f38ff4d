namespace MnistVae.Training;

/// <summary>
/// How often something is done: at the end of each epoch (the default), every so many steps, or never.
/// </summary>
public readonly record struct Interval
{
    private readonly long? _steps;

    private Interval(long steps) => _steps = steps;

    /// <summary>At the end of each epoch.</summary>
    public static Interval Epoch => default;

    /// <summary>Never.</summary>
    public static Interval Never => new(0);

    /// <summary>Every so many steps.</summary>
    /// <param name="steps">The number of steps, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static Interval Steps(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new Interval(steps);
    }

    /// <summary>Whether it is time.</summary>
    /// <param name="step">The number of steps taken so far.</param>
    /// <param name="epochEnds">Whether the last of them was the last of an epoch.</param>
    internal bool IsDue(long step, bool epochEnds) => _steps switch
    {
        null => epochEnds,
        0 => false,
        long steps => step % steps == 0,
    };
}
