using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Reduction;

/// <summary>Samples of a batch meet in no more than a common factor.</summary>
[Check(
    "loss-samples-stay-apart",
    "other content of one sample turns no gradient of another sample",
    CheckArea.Reduction,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossSamplesStayApart : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A broadcast, a sum over the wrong dimension or a softmax over the batch trains each sample towards the targets of others, at a falling loss.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for [N] against [N, 1], for sum(0), which is not a sum over dimension 0, and for a softmax or a mean over the batch. "
            + "Samples that are compared with each other on purpose: subject.SamplesMeetOnPurpose(reason), or subject.IsContrastive().";

    /// <inheritdoc/>
    public override string Declaration => ".SamplesMeetOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MixSamples(), new BroadcastTarget(), new SoftmaxOverBatch()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.SamplesMeet is { } meet ? $"Samples meet on purpose: {meet.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        if (!twin.ArgumentLayout.HasBatchDimension)
        {
            return CheckOutcome.Skipped("No argument has a dimension that grows with the number of samples.");
        }

        IReadOnlyList<SampleCoupling> couplings = SampleCoupling.Measure(
            twin, coupling => context.FirstFindingDecides && coupling.Turned > Thresholds.FaultInDouble);
        Finding[] findings = [.. couplings.Where(coupling => coupling.Turned > Thresholds.FaultInDouble).Select(coupling => Describe(session, coupling))];
        Severity severity = session.Subject.Facts.Reduction is null ? Severity.Question : Severity.Error;
        return findings.Length > 0 ? CheckOutcome.Failed(findings, severity)
            : couplings.Count == 0 ? CheckOutcome.Inconclusive("Other content of a sample draws other numbers, or no prediction has samples: gradients cannot be compared.")
            : couplings.Any(coupling => coupling.Turned > Thresholds.RoundingInDouble)
                ? CheckOutcome.Inconclusive("Gradients differ by more than rounding and by less than a fault.")
                : CheckOutcome.Passed;
    }

    private static Finding Describe(LossSession session, SampleCoupling coupling) => new(
        $"other content in sample {coupling.Changed} turns the gradient of {session.NameOf(coupling.Path)} in sample {coupling.Sample}; "
            + "a weight or a root may scale it, nothing may turn it")
    {
        Parameter = session.NameOf(coupling.Path),
        Sample = coupling.Sample,
        Numbers = new Dictionary<string, double>
        {
            ["factor that fits best"] = coupling.Factor,
            ["share that it leaves"] = coupling.Turned * Math.Pow(2, -52),
        },
    };
}
