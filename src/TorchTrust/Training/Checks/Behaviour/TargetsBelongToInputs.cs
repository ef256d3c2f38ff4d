using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>Which target belongs to which input changes the update.</summary>
/// <remarks>
/// Finds targets of shape [N] against outputs of shape [N, 1], which broadcast to all pairs of samples: then their order does not matter.
/// </remarks>
[Check("loop-targets-belong-to-inputs", "which target belongs to which input matters", CheckArea.Behaviour, Need = Need.TrainsSteps)]
internal sealed class TargetsBelongToInputs : ReplayCheck
{
    /// <summary>Updates that differ by more than this share of their size differ.</summary>
    private const double Differs = 1e-2;

    /// <summary>Updates that differ by less than this share of their size are the same but for rounding.</summary>
    private const double Same = 1e-4;

    /// <inheritdoc/>
    public override string Why => "The model can then learn the mean of the targets and nothing more.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give output and target the same shape before the loss: a target of shape [N] against an output of shape [N, 1] is "
            + "broadcast to [N, N].";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [BatchMutants.LoseOrderOfTargets];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject)
        ?? (subject.Facts.Targets.Count == 0 ? "No target is declared: subject.HasTarget(batch => …, of: batch => …)." : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingTrace trace = session.Trace();
        long calls = trace.Window + 2;
        using LoopState start = Replays.After(session, 0);
        using LoopState plain = Replays.After(session, calls);
        double size = plain.DistanceTo(start);
        if (!(size > 0) || !double.IsFinite(size))
        {
            return CheckOutcome.Inconclusive("The parameters do not move, or not to finite values.");
        }

        var findings = new List<Finding>();
        string? reason = null;
        foreach (DeclaredTarget target in session.Subject.Facts.Targets)
        {
            context.Step("giving each input the target of its neighbour");
            bool rolled = false;
            string path = "";
            using LoopState other = Replays.After(session, calls, (loop, n) =>
            {
                object? batch = loop.Batch(n);
                Tensor found = target.Target(batch);
                path = TensorTree.Flatten(batch).Where(leaf => ReferenceEquals(leaf.Tensor, found)).Select(leaf => leaf.Path)
                    .FirstOrDefault() ?? path;
                return TensorTree.Map(batch, (_, tensor) =>
                {
                    if (!ReferenceEquals(tensor, found) || tensor.dim() == 0)
                    {
                        return tensor;
                    }

                    Tensor turned = tensor.roll(1, 0);
                    rolled |= !TensorBits.AreEqual(turned, tensor);
                    return turned;
                });
            });
            double share = plain.DistanceTo(other) / size;
            if (!rolled)
            {
                reason = "The declared target is none of the tensors of the batch, or all its samples are alike.";
            }
            else if (share < Same)
            {
                findings.Add(new Finding(
                    $"when {(path.Length == 0 ? "the targets" : path)} are moved on by one sample, the update differs by {share:g2} of its "
                        + "size: their order does not matter")
                {
                    Numbers = new Dictionary<string, double> { ["difference"] = share },
                });
            }
            else if (!(share > Differs))
            {
                reason = $"When the targets are moved on by one sample, the update differs by {share:g2} of its size: more than rounding, "
                    + "less than it should.";
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings) : reason is null ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive(reason);
    }
}
