using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>A step leaves the batch that it is given as it is.</summary>
[Check("loop-batch-is-left-alone", "a step does not write to its batch", CheckArea.Behaviour, Need = Need.TrainsSteps)]
internal sealed class BatchIsLeftAlone : TrainingCheck
{
    private const int Steps = 2;

    /// <inheritdoc/>
    public override string Why => "Where data are kept in memory, each epoch then trains on what the last one has made of them.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Normalize, mask and augment out of place: sub, div and masked_fill in place of sub_, div_ and masked_fill_; clone "
            + "what is written to.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [BatchMutants.ChangeBatch];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("taking steps, and comparing their batches");
        using LiveLoop loop = session.Fresh();
        var findings = new List<Finding>();
        for (long n = 0; n < Steps; n++)
        {
            object? batch = loop.Batch(n);
            IReadOnlyList<(string Path, Tensor Tensor)> before =
                [.. TensorTree.Flatten(batch).Select(leaf => (leaf.Path, TensorBits.NativeCopy(leaf.Tensor)))];
            loop.Step(batch, n);
            findings.AddRange(before.Where(leaf => BatchTensors.Find(batch, leaf.Path) is { IsInvalid: false } now
                && !TensorBits.AreEqual(leaf.Tensor, now))
                .Select(leaf => new Finding($"step {n} changes {(leaf.Path.Length == 0 ? "the batch" : leaf.Path)}, which it was given")));
        }

        return CheckOutcome.From(findings);
    }
}
