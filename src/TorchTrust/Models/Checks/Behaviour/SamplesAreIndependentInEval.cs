using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>In eval mode, what a sample becomes depends on no other sample of the batch.</summary>
[Check(
    "samples-independent-in-eval",
    "samples of a batch do not influence each other in eval mode",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class SamplesAreIndependentInEval : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Training still lowers the loss, but predictions depend on which other samples happen to be in the batch.";

    /// <inheritdoc/>
    public override string Remedy => CommonRemedy;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.ModesReachEveryModule];

    /// <inheritdoc/>
    public override string Declaration => ".MixesSamplesOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MixBatchMean(ForwardMode.Eval)];

    /// <summary>What to change, in either mode.</summary>
    internal static string CommonRemedy =>
        "Look for a view, reshape, mean, softmax or normalization over the batch dimension in the named module. If samples "
            + "mix on purpose, declare it: subject.MixesSamplesOnPurpose(reason).";

    /// <summary>Why samples cannot be told apart, whatever the model does; null if they may be.</summary>
    internal static string? WhyNot(ModelSubject subject) => subject switch
    {
        { Facts.MixesSamples: { } fact } => $"Samples mix on purpose: {fact.Reason}",
        _ => null,
    };

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        new SampleIndependence(session, ForwardMode.Eval, context).Decide();
}
