using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>Each batch of an epoch changes what is trained in it.</summary>
/// <remarks>
/// Calls whose updates have a rate of zero are left out; where an epoch is not declared, it ends with the last step that moved anything.
/// </remarks>
[Check("loop-every-batch-matters", "every batch of an epoch has a part in the training", CheckArea.Behaviour, Need = Need.TrainsSteps)]
internal sealed class EveryBatchMatters : ReplayCheck
{
    /// <summary>More steps than this are not exchanged one by one.</summary>
    private const long MostSteps = 12;

    /// <inheritdoc/>
    public override string Why =>
        "Data are thrown away unseen: the tail of an epoch whose gradients are never used, or all but the first batch.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Where gradients are accumulated, update once more at the end of an epoch with what is left. Look for a batch that is "
            + "read once and kept.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [BatchMutants.KeepFirstBatch];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject)
        ?? (subject.Facts.Mines is { } mines ? $"Only some samples are trained on, as declared: {mines.Reason}" : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingTrace trace = session.Trace();
        long calls = Calls(session, trace);
        if (calls == 0)
        {
            return CheckOutcome.Inconclusive("No step moves anything, so that no batch can matter.");
        }

        using LoopState plain = Replays.After(session, calls);
        var findings = new List<Finding>();
        bool differ = false;
        foreach ((long first, long last) in Spans(trace, calls))
        {
            context.Step($"exchanging batch {first}");
            var exchange = new BatchExchange(n => n >= first && n <= last);
            using LoopState other = Replays.After(session, calls, exchange.Batch);
            differ |= exchange.HasDiffered;
            if (exchange.HasDiffered && !plain.DifferencesFrom(other).Any(plain.IsParameter))
            {
                findings.Add(new Finding(
                    $"{(first == last ? $"batch {first}" : $"batches {first} to {last}")} can be exchanged for another, and no bit of a "
                        + $"parameter differs after {calls} steps")
                {
                    Numbers = new Dictionary<string, double> { ["batch"] = first, ["steps"] = calls },
                });
                if (context.FirstFindingDecides)
                {
                    break;
                }
            }
        }

        return differ ? CheckOutcome.From(findings) : CheckOutcome.Skipped(BatchExchange.AllAlike);
    }

    /// <summary>An epoch where it is declared and short; else up to the last step that moved a parameter.</summary>
    private static long Calls(TrainingSession session, TrainingTrace trace) =>
        session.Subject.EndOfEpoch is { StepsPerEpoch: <= MostSteps } epoch
        ? epoch.StepsPerEpoch
        : trace.Steps.Take((int)MostSteps).Where(call => call.Moved.Any(path => !trace.Buffers.Contains(path)))
            .Select(call => call.Step + 1).LastOrDefault();

    /// <summary>One batch at a time; with several optimizers, which may take turns, a whole window.</summary>
    private static IEnumerable<(long First, long Last)> Spans(TrainingTrace trace, long calls)
    {
        long width = trace.Optimizers.Count > 1 ? Math.Min(trace.Window, calls) : 1;
        for (long first = 0; first + width <= calls; first += width)
        {
            TracedCall[] span = [.. trace.Steps.Where(call => call.Step >= first && call.Step < first + width)];
            OptimizerEvent[] updates = [.. span.SelectMany(call => call.Updates)];
            if (updates.Length == 0 || updates.Any(update => update.Rates.Any(rate => rate != 0)))
            {
                yield return (first, first + width - 1);
            }
        }
    }
}
