using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>Each tensor of the batches changes what is trained.</summary>
[Check("loop-every-tensor-matters", "every tensor of a batch has a part in the training", CheckArea.Behaviour, Need = Need.TrainsSteps)]
internal sealed class EveryTensorMatters : ReplayCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A tensor that changes nothing is not used: the targets are others than was thought, a mask is ignored, or the first "
            + "batch serves for all.";

    /// <inheritdoc/>
    public override string Remedy => "Use it in the step, or take it out of the batch.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [BatchMutants.IgnoreTensor];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        long calls = session.Trace().Window + 2;
        using LoopState plain = Replays.After(session, calls);
        var findings = new List<Finding>();
        int tried = 0;
        string[] paths = [.. BatchTensors.Paths(session)];
        foreach (string path in paths)
        {
            string what = path.Length == 0 ? "the batch" : path;
            context.Step($"exchanging {what}");
            bool exchanged = false;
            using LoopState other = Replays.After(session, calls, (loop, n) =>
            {
                object? batch = loop.Batch(n);
                object? with = BatchTensors.With(batch, Replays.OtherBatch(loop, n), path);
                exchanged |= with is not null;
                return with ?? batch;
            });
            tried += exchanged ? 1 : 0;
            if (exchanged && !plain.DifferencesFrom(other).Any(plain.IsParameter))
            {
                findings.Add(new Finding(
                    $"{what} can be exchanged for that of another batch in each of {calls} steps, and no bit of a parameter changes")
                {
                    Numbers = new Dictionary<string, double> { ["steps"] = calls },
                });
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings)
            : tried == 0 ? CheckOutcome.Skipped(
                "No tensor of a batch differs in content and agrees in shape from batch to batch, so that none can be exchanged.")
            : CheckOutcome.Passed;
    }
}
