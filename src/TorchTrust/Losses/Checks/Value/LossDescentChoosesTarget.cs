using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>The gradient leads to the target.</summary>
[Check(
    "loss-descent-chooses-target",
    "following the gradient makes the target the likeliest class",
    CheckArea.Value,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossDescentChoosesTarget : LossCheck
{
    private const int Steps = 20;

    /// <inheritdoc/>
    public override string Why =>
        "A loss whose gradient leads to another class than the target trains the network to be wrong, at a falling loss.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a sign, for targets of another sample or position, for classes in another dimension than the loss takes them from, and "
            + "for labels that begin at 1.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new TurnSign(), new RollTargets()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.Given.Any(fact => fact is { Kind: PredictionKind.Logits, ClassDimension: not null })
            ? null
            : "It is asked of logits of classes: subject.Gives(PredictionKind.Logits, classDimension: …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        LossArguments arguments = twin.Arguments();
        if (HardTarget.Of(twin, arguments) is not { } target)
        {
            return CheckOutcome.Skipped(
                "No argument alone holds the classes of the logits as whole numbers, so it cannot be told which class is right.");
        }

        (Tensor chosen, Tensor moved) = Descend(twin, arguments, target);
        int[] offsets = session.Subject.Facts.StepsAhead is { } steps ? [steps] : [0, 1];
        double[] right = [.. offsets.Select(offset => target.ShareRight(chosen, moved, offset))];
        return right.Any(share => share == 1) ? CheckOutcome.Passed
            : right.All(double.IsNaN) ? CheckOutcome.Inconclusive("No gradient reaches the logits, so none can be followed.")
            : CheckOutcome.Failed(
            [
                new Finding(
                    $"{Steps} steps down the gradient make another class than that in {session.NameOf(target.Path)} the likeliest one")
                {
                    Parameter = session.NameOf(target.Prediction),
                    Numbers = new Dictionary<string, double> { ["share of positions where it is the target"] = right.Max() },
                },
            ]);
    }

    /// <summary>Steps of one length for each position, so that those that count little arrive as well.</summary>
    private static (Tensor Chosen, Tensor Moved) Descend(LossSession twin, LossArguments arguments, HardTarget target)
    {
        Tensor logits = zeros_like(arguments[target.Prediction]);
        for (int step = 0; step < Steps; step++)
        {
            LossArguments here = arguments.With((path, tensor) => path == target.Prediction ? logits : tensor);
            if (twin.Differentiate(here).Gradients[target.Prediction] is { } gradient)
            {
                logits -= gradient / gradient.abs().amax([target.Classes], keepdim: true).clamp_min(1e-30);
            }
        }

        return (logits.argmax(target.Classes), logits.abs().amax([target.Classes]).greater(0));
    }
}
