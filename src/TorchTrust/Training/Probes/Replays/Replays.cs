namespace TorchTrust.Training.Probes;

/// <summary>Trains fresh loops of a session the same way again, with one thing changed.</summary>
internal static class Replays
{
    /// <summary>
    /// How far on a batch of other content is looked for: beyond the calls of any replay, and where batches come by epoch a few
    /// epochs on, since going there reads all between.
    /// </summary>
    private const long Elsewhere = 64;

    /// <summary>How many calls have to be the same for a fresh loop to count as a replay.</summary>
    private const long GateCalls = 4;

    /// <summary>Trains a fresh loop.</summary>
    /// <param name="session">The session.</param>
    /// <param name="calls">The number of calls, with the ends of epochs between them.</param>
    /// <param name="batch">Gives another batch for the n-th call; null for the loop's own.</param>
    /// <param name="after">Done after the n-th call, before the end of its epoch.</param>
    /// <param name="weights">The seed that it is built with; the session's own if left out.</param>
    /// <param name="isBuilt">Whether it has to be built, and not only as good as built: where building itself is looked at.</param>
    /// <returns>Its state then. The caller disposes it.</returns>
    /// <exception cref="TorchTrust.Probes.SubjectException">The user's code threw.</exception>
    public static LoopState After(
        TrainingSession session,
        long calls,
        Func<LiveLoop, long, object?>? batch = null,
        Action<LiveLoop, long>? after = null,
        long? weights = null,
        bool isBuilt = false)
    {
        using LiveLoop loop = isBuilt ? session.Build(weights) : session.Fresh(weights);
        return new LoopState(loop, Train(session, loop, calls, batch, after));
    }

    /// <summary>Trains a loop on.</summary>
    /// <returns>The numbers of each call.</returns>
    /// <inheritdoc cref="After"/>
    public static IReadOnlyList<ReportedNumbers> Train(
        TrainingSession session,
        LiveLoop loop,
        long calls,
        Func<LiveLoop, long, object?>? batch = null,
        Action<LiveLoop, long>? after = null)
    {
        var numbers = new List<ReportedNumbers>();
        for (long end = loop.StepsTaken + calls; loop.StepsTaken < end;)
        {
            long n = loop.StepsTaken;
            numbers.Add(loop.Step(batch is null ? loop.Batch(n) : batch(loop, n), n));
            after?.Invoke(loop, n);
            if (session.Subject.EndOfEpoch is { } epoch && loop.StepsTaken % epoch.StepsPerEpoch == 0)
            {
                loop.EndEpoch();
                loop.Forget();
            }
        }

        return numbers;
    }

    /// <summary>A batch that no replay of so few calls meets.</summary>
    public static object? OtherBatch(LiveLoop loop, long n) => loop.Batch(n + Elsewhere);

    /// <summary>Why the first calls of two loops of one seed differ; null where they do not.</summary>
    public static string? WhyNotRepeatable(TrainingSession session)
    {
        using LoopState one = After(session, GateCalls, isBuilt: true);
        using LoopState other = After(session, GateCalls, isBuilt: true);
        string[] differ = [.. one.DifferencesFrom(other)];
        bool numbersDiffer = !one.Numbers.SelectMany(numbers => numbers.Parts)
            .SequenceEqual(other.Numbers.SelectMany(numbers => numbers.Parts));
        return differ.Length == 0 && !numbersDiffer
            ? null
            : $"Two loops that were built with the same seed do not do the same in their first {GateCalls} steps"
                + (differ.Length > 0 ? $": {differ[0]} differs" : ": they report other numbers")
                + ". What is random beside torch's default generator (Random.Shared, a clock, threads) cannot be replayed, so this cannot "
                + "be decided.";
    }
}
