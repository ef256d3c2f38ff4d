using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>The steps of one update: those since the update before, at whose end an optimizer moves its parameters.</summary>
/// <param name="First">The index of the first step.</param>
/// <param name="Last">The index of the last, which makes the update.</param>
internal readonly record struct UpdateWindow(long First, long Last)
{
    /// <summary>
    /// Finds the window of the n-th update, from 0, of a loop of one optimizer; null where there are fewer, or several in one step.
    /// </summary>
    public static UpdateWindow? Find(TrainingTrace trace, int n)
    {
        TracedCall[] updating = [.. trace.Calls.Where(call => call.Updates.Any())];
        return updating.Length <= n || updating.Take(n + 1).Any(call => call.IsEndOfEpoch || call.Updates.Count() != 1)
            ? null
            : new UpdateWindow(n == 0 ? 0 : updating[n - 1].Step + 1, updating[n].Step);
    }

    /// <summary>The mean number that a fresh loop reports within the window.</summary>
    /// <param name="session">The session.</param>
    /// <param name="part">Which number of the step.</param>
    /// <param name="move">Moves the parameters before the window begins.</param>
    /// <param name="keep">Given the gradients of the update, if anybody asks.</param>
    /// <param name="end">Given the loop at the end of the window.</param>
    /// <returns>The mean; null where a step reports no such number.</returns>
    public double? Number(
        TrainingSession session,
        int part,
        Action<LiveLoop>? move = null,
        Action<IReadOnlyDictionary<string, Tensor>>? keep = null,
        Action<LiveLoop>? end = null)
    {
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, First);
        move?.Invoke(loop);
        using OptimizerSpy? spy = keep is null ? null : new OptimizerSpy(loop, keepsGradients: true);
        IReadOnlyList<ReportedNumbers> numbers = Replays.Train(session, loop, Last - First + 1);
        keep?.Invoke(spy!.LastGradients);
        end?.Invoke(loop);
        double?[] parts = [.. numbers.Select(number => part < number.Parts.Count ? number.Parts[part] : null)];
        return parts.Contains(null) ? null : parts.Average();
    }
}
