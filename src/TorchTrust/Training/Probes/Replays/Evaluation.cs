namespace TorchTrust.Training.Probes;

/// <summary>Evaluates a loop in the ways that are declared.</summary>
internal static class Evaluation
{
    /// <summary>The number of batches that an evaluation of batches gets.</summary>
    private const long Batches = 3;

    /// <summary>Evaluates on data of its own and on batches, as far as declared.</summary>
    /// <param name="session">The session.</param>
    /// <param name="loop">A loop of it.</param>
    /// <param name="noise">Which noise is drawn.</param>
    /// <returns>The numbers; empty where none comes back.</returns>
    /// <exception cref="TorchTrust.Probes.SubjectException">The user's code threw.</exception>
    public static IReadOnlyList<double> Run(TrainingSession session, LiveLoop loop, long noise = 0)
    {
        var numbers = new List<double>();
        if (session.Subject.Evaluate is not null)
        {
            numbers.AddRange(loop.Evaluate(noise).Parts.OfType<double>());
        }

        if (session.Subject.EvaluateOn is not null)
        {
            numbers.AddRange(loop.Evaluate(BatchesOf(loop), noise).Parts.OfType<double>());
        }

        return numbers;
    }

    /// <summary>A few batches to evaluate.</summary>
    public static IReadOnlyList<object?> BatchesOf(LiveLoop loop)
    {
        var batches = new List<object?>();
        for (long n = 0; n < Batches; n++)
        {
            batches.Add(Replays.OtherBatch(loop, n));
        }

        return batches;
    }
}
