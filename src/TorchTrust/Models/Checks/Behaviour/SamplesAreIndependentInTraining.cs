using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// In training mode, batch statistics apart, what a sample becomes depends on no other sample of the batch.
/// </summary>
/// <remarks>
/// A question: mixup or in-batch negatives inside <c>forward</c> mix samples and are right. A statistic that a module of the
/// user's own keeps for eval mode is batch normalization, written by hand, and is held still like the others.
/// </remarks>
[Check(
    "samples-independent-in-training",
    "samples of a batch do not influence each other in training mode, batch statistics apart",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class SamplesAreIndependentInTraining : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Gradients of a sample depend on which others are in its batch, which evaluation never shows.";

    /// <inheritdoc/>
    public override string Remedy => SamplesAreIndependentInEval.CommonRemedy;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.SamplesAreIndependentInEval];

    /// <inheritdoc/>
    public override string Declaration => ".MixesSamplesOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new MixBatchMean(ForwardMode.TrainingWithoutBatchStatistics)];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => SamplesAreIndependentInEval.WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.Step("looking for statistics that the model keeps of its batches");
        _ = session.KeepersOfStatistics;
        return new SampleIndependence(session, ForwardMode.TrainingWithoutBatchStatistics, context).Decide();
    }
}
