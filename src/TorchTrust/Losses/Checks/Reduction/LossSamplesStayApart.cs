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
        "A broadcast, a sum over the wrong dimension or a softmax over the batch trains each sample towards the targets of others, at a "
            + "falling loss.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for [N] against [N, 1], for sum(0), which is not a sum over dimension 0, and for a softmax or a mean over the batch. "
            + "Samples that are compared with each other on purpose: subject.SamplesMeetOnPurpose(reason), or subject.IsContrastive().";

    /// <inheritdoc/>
    public override string Declaration => ".SamplesMeetOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MixSamples(), new BroadcastTargetThatTurns(), new SoftmaxOverBatch()];

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

        if (!twin.Arguments().Leaves.Any(
            leaf => twin.IsPrediction(leaf.Path, leaf.Tensor) && twin.ArgumentLayout[leaf.Path].Dimension is not null))
        {
            return CheckOutcome.Skipped("No prediction has one dimension that grows with the number of samples.");
        }

        IReadOnlyList<SampleCoupling> couplings = SampleCoupling.Measure(twin, Thresholds.FaultInDouble);
        SampleCoupling[] turned = [.. couplings.Where(coupling => coupling.Turned > Thresholds.FaultInDouble)];
        return turned.Length > 0 ? Decide(session, twin, turned)
            : couplings.Count == 0 ? CheckOutcome.Inconclusive(
                "Other content of a sample draws other numbers, or no gradient comes: gradients cannot be compared.")
            : couplings.Any(coupling => coupling.Turned > Thresholds.RoundingInDouble)
                ? CheckOutcome.Inconclusive("Gradients differ by more than rounding and by less than a fault.")
                : CheckOutcome.Passed;
    }

    /// <summary>
    /// Where it is declared that samples are reduced, they may not meet. Where nothing is, it is asked if a fault of the field looks the
    /// same, and told if none does: it is what contrastive losses, overlaps and statistics of a batch are for.
    /// </summary>
    private static CheckOutcome Decide(LossSession session, LossSession twin, IReadOnlyList<SampleCoupling> turned)
    {
        bool isDeclared = session.Subject.Facts.Reduction is not null;
        string? fault = LooksLike(twin);
        return isDeclared || fault is not null
            ? CheckOutcome.Failed(
                [.. turned.Select(coupling => Describe(session, coupling, fault))], isDeclared ? Severity.Error : Severity.Question)
            : CheckOutcome.Skipped(
                "Samples meet in this loss, and no fault that is known looks like it: their order does not matter, each has a target of "
                    + "its own or "
                    + "none is compared with one, and nothing is normalized along the batch. Say so, and the report does: "
                    + "subject.SamplesMeetOnPurpose(reason), "
                    + "or subject.IsContrastive(). If they are to stay apart, subject.Reduces(…) makes this a fault.");
    }

    /// <summary>The fault that looks the same, in words that follow the finding; null where none does.</summary>
    private static string? LooksLike(LossSession twin)
    {
        if (twin.ArgumentLayout.Elements.Any())
        {
            return "samples lie in a list, so that no more can be told";
        }

        var meeting = new SampleMeeting(twin);
        return meeting switch
        {
            { DependsOnOrder: true } => "their order matters, as where a view takes samples for another dimension",
            { HasOthers: true, HasPairs: false, IsLeastAtTargets: false } =>
                "which target stands beside which prediction does not matter, as where [N] meets [N, 1] or a mean over the batch comes "
                    + "first",
            { IsNormalizedOverBatch: true, DependsOnDistances: false, IsOfTwoViews: false } =>
                "one shift or factor for all samples changes nothing, as after a softmax or a norm along the batch",
            _ when meeting.DimensionApart(Thresholds.FaultInDouble) is { } dimension =>
                $"places along dimension {dimension} stay apart in their stead, as where the batch is taken for that dimension",
            _ => null,
        };
    }

    private static Finding Describe(LossSession session, SampleCoupling coupling, string? fault) => new(
        $"other content in sample {coupling.Changed} turns the gradient of {session.NameOf(coupling.Path)} in sample {coupling.Sample}; "
            + (fault ?? "a weight or a root may scale it, nothing may turn it"))
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
