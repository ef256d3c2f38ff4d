using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>What a sample becomes does not depend on its place in the batch.</summary>
[Check(
    "sample-order-does-not-matter",
    "the order of samples in a batch does not matter",
    CheckArea.Behaviour,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class SampleOrderDoesNotMatter : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "Results depend on how the loader happens to shuffle.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a dimension that is taken for the batch and is not (a recurrent layer without batchFirst, a positional encoding over "
            + "dimension 0), or for state that runs from sample to sample.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new RunAlongBatch()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => SamplesAreIndependentInEval.WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        new BatchArrangement(session, context).Decide(count =>
        [
            new("when the batch is reversed", [.. Enumerable.Range(0, (int)count).Select(sample => count - 1 - sample)]),
            new("when the batch is rotated", [.. Enumerable.Range(0, (int)count).Select(sample => (sample + 1) % count)]),
        ]);
}
