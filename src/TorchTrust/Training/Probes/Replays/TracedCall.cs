namespace TorchTrust.Training.Probes;

/// <summary>One call of a training that was watched: a step, or the end of an epoch.</summary>
/// <param name="Step">The index of the step, or of the last step of the epoch, from 0.</param>
/// <param name="IsEndOfEpoch">Whether it is the end of an epoch.</param>
/// <param name="Numbers">What it reports; nothing at the end of an epoch.</param>
/// <param name="Events">What the optimizers did.</param>
/// <param name="Moved">The paths of parameters and buffers whose bits it changed.</param>
/// <param name="Rates">The rates of each optimizer after it.</param>
internal sealed record TracedCall(
    long Step,
    bool IsEndOfEpoch,
    ReportedNumbers Numbers,
    IReadOnlyList<OptimizerEvent> Events,
    IReadOnlySet<string> Moved,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Rates)
{
    /// <summary>The updates of all optimizers, in order.</summary>
    public IEnumerable<OptimizerEvent> Updates => Events.Where(heard => heard.IsUpdate);
}
