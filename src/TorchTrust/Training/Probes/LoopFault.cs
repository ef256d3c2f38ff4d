namespace TorchTrust.Training.Probes;

/// <summary>
/// What is broken in a loop on purpose: done after the user's own call, with the noise of that call, in each loop that is built
/// while the fault is in. What is null is left as it is.
/// </summary>
internal sealed record LoopFault
{
    /// <summary>Changes the seed that a loop is built with.</summary>
    public Func<long, long>? Seed { get; init; }

    /// <summary>Changes what was built.</summary>
    public Action<LiveLoop>? Built { get; init; }

    /// <summary>Gives another batch in place of that which a step is handed.</summary>
    public Func<LiveLoop, object?, object?>? Handed { get; init; }

    /// <summary>Does something after a step, and gives what it reports.</summary>
    public Func<LiveLoop, object?, ReportedNumbers, ReportedNumbers>? Stepped { get; init; }

    /// <summary>Does something after an evaluation, of these batches or of none, and gives its number.</summary>
    public Func<LiveLoop, IReadOnlyList<object?>?, ReportedNumbers, ReportedNumbers>? Evaluated { get; init; }

    /// <summary>Does something after the end of an epoch.</summary>
    public Action<LiveLoop>? EpochEnded { get; init; }

    /// <summary>Gives another recorder in place of that which the loop logs to.</summary>
    public Func<ScalarRecorder, ScalarRecorder>? Logged { get; init; }

    /// <summary>Does something after the loop was saved.</summary>
    public Action<LiveLoop>? Saved { get; init; }

    /// <summary>Whether an exception of loading is swallowed.</summary>
    public bool SwallowsLoading { get; init; }

    /// <summary>Does something after the loop was loaded.</summary>
    public Action<LiveLoop>? Loaded { get; init; }
}
