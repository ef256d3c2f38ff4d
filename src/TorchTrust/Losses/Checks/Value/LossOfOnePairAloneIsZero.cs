using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Contrast with nobody costs nothing.</summary>
[Check(
    "loss-of-one-pair-alone-is-zero",
    "a sample with no other to be told apart from costs nothing",
    CheckArea.Value,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossOfOnePairAloneIsZero : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Where one pair alone costs something, a sample is told apart from itself, or from its own partner.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Leave each sample out of its own negatives, and its partner out of them too; look at the diagonal of the similarities.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddConstant()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.IsContrastive ? null : "It is asked of losses that tell samples apart: subject.IsContrastive().";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        double alone = Math.Abs(twin.Evaluate(twin.Arguments(1)).Total);
        double together = Math.Abs(twin.Evaluate(twin.Arguments()).Total);
        return alone <= Thresholds.RoundingOfADeclaration * together
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding("one pair alone costs something, with nothing to tell it apart from")
                {
                    Numbers = new Dictionary<string, double> { ["alone"] = alone, ["in a batch"] = together },
                },
            ]);
    }
}
