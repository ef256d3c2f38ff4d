using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>The target at a position belongs to the prediction there, or to the one before.</summary>
[Check(
    "loss-targets-act-at-their-position",
    "a target acts on the prediction at its own position, or at the one before",
    CheckArea.Value,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossTargetsActWhereTheyShould : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A shift that is forgotten teaches the network to copy its input; one too many teaches it to skip a word.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Shift once: logits without the last position against tokens without the first. If another number of steps is meant: "
            + "subject.PredictsNext(time, steps).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ShiftTargets()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.TimeDimension is null
            ? "Declare the dimension of positions, if there is one: subject.HasTime(dimension), or subject.PredictsNext(dimension)."
            : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        int[]? offsets = TargetOffsets.Of(twin);
        int? declared = session.Subject.Facts.StepsAhead;
        return offsets switch
        {
            null => CheckOutcome.Skipped("No target has the positions of the prediction, so it cannot be told which position it acts on."),
            { Length: 0 } => CheckOutcome.Inconclusive("Other targets turn no gradient, so it cannot be told which position they act on."),
            [var only] when only == declared || (declared is null && only is 0 or 1) => CheckOutcome.Passed,
            [var only] => CheckOutcome.Failed(
                [new Finding(
                    $"the target acts on the prediction {Words(only)}{(declared is { } steps ? $", declared is {Words(steps)}" : "")}")],
                declared is null ? Severity.Question : Severity.Error),
            _ when declared is { } ahead && offsets.Any(offset => offset < Math.Min(ahead, 1)) => CheckOutcome.Failed(
                [new Finding(
                    $"targets act on predictions that have seen them already, {Words(offsets.Min())}; declared is {Words(ahead)}")],
                Severity.Error),
            _ => CheckOutcome.Skipped("Each target acts on several positions: positions meet in this loss."),
        };
    }

    private static string Words(int offset) => offset switch
    {
        0 => "at its own position",
        1 => "at the position before",
        > 1 => $"{offset} positions before",
        -1 => "at the position after",
        _ => $"{-offset} positions after",
    };
}
