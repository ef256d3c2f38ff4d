using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>Each sample of a batch changes what is trained.</summary>
/// <remarks>Over several steps: the first update of Adam is a sign, of which one sample may change no bit.</remarks>
[Check(
    "loop-every-sample-matters", "every sample of a batch has a part in the training", CheckArea.Behaviour, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class EverySampleMatters : ReplayCheck
{
    /// <summary>Of larger batches the first and the last samples are tried: what is lost is lost at an end.</summary>
    private const long MostSamples = 8;

    /// <inheritdoc/>
    public override string Why => "Samples that are cut off or masked by mistake are never learned from, and nothing tells.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a division that rounds down, a loop that ends one too early, a mask of the wrong dimension. Where it is on "
            + "purpose: subject.DropsRestOnPurpose(reason) or MinesOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".DropsRestOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [BatchMutants.DropLastSample];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject)
        ?? ((subject.Facts.Mines ?? subject.Facts.DropsRest) is { } declared
            ? $"Not every sample is trained on, as declared: {declared.Reason}" : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        long calls = session.Trace().Window + 2;
        using LiveLoop first = session.Fresh();
        if (BatchTensors.CommonSize(first.Batch(0)) is not { } size)
        {
            return CheckOutcome.Skipped(
                "The tensors of a batch have no first dimension of two or more in common, so that no sample can be exchanged.");
        }

        using LoopState plain = Replays.After(session, calls);
        long[] samples = [.. Enumerable.Range(0, (int)size).Select(i => (long)i)
            .Where(i => i < MostSamples / 2 || i >= size - (MostSamples / 2))];
        var silent = new List<long>();
        bool differ = false;
        foreach (long sample in Enumerable.Reverse(samples))
        {
            context.Step($"exchanging sample {sample}");
            var exchange = new BatchExchange(_ => true, (own, from) => BatchTensors.WithSample(own, from, sample));
            using LoopState other = Replays.After(session, calls, exchange.Batch);
            differ |= exchange.HasDiffered;
            if (exchange.HasDiffered && !plain.DifferencesFrom(other).Any(plain.IsParameter))
            {
                silent.Add(sample);
                if (context.FirstFindingDecides)
                {
                    break;
                }
            }
        }

        silent.Sort();
        return !differ ? CheckOutcome.Skipped(BatchExchange.AllAlike)
            : silent.Count == 0 ? CheckOutcome.Passed
            : CheckOutcome.Failed([.. silent.Select(sample => new Finding(
                $"sample {sample} of {size} can be exchanged for another in each of {calls} steps, and no bit of a parameter changes")
            {
                Sample = sample,
            })]);
    }
}
