using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>One sample alone is a batch.</summary>
[Check(
    "loss-takes-one-sample",
    "a batch of one sample has a finite loss and a finite gradient",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossTakesOneSample : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The last batch of an epoch may hold one sample, and one NaN ruins all weights.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take biased deviations, or an epsilon under the root, and divide by no count that can be 0. Or drop the last batch, and switch "
            + "this off.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DivideByDeviation()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        context.AlteredStep("one sample");
        LossResult result = session.Differentiate(session.Arguments(1));
        if (!result.IsFinite)
        {
            return CheckOutcome.Failed([new Finding($"the loss of one sample is {Numbers.Short(result.Total)}")]);
        }

        return CheckOutcome.From(
        [
            .. result.NotFinite.Select(path =>
                new Finding($"the gradient of {session.NameOf(path)} is not finite for one sample") { Parameter = session.NameOf(path) }),
        ]);
    }
}
