using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>A probability of 1 for the right class costs nothing.</summary>
[Check(
    "loss-of-sure-and-right-is-zero",
    "probabilities that are sure and right cost nothing",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossOfSureAndRightIsZero : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A loss that takes a softmax of its own of probabilities never falls to 0, trains slowly, and looks well otherwise.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give logits to cross_entropy, which takes the softmax itself; of probabilities take nll_loss(probabilities.log(), target). "
            + "Where what is right costs something on purpose, as with smoothed labels, say where the loss is least: "
            + "subject.IsBestAt(target => …).";

    /// <inheritdoc/>
    public override string Declaration => ".IsBestAt(target => …)";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new SoftmaxTwice()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.Given.Any(fact => fact.SumsToOne)
            ? null
            : "It is asked of probabilities of classes: subject.Gives(PredictionKind.Probabilities, classDimension: …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var domain = new PredictionDomain(twin);
        LossArguments arguments = twin.Arguments();
        if (HardTarget.Of(twin, arguments) is not { } target)
        {
            return CheckOutcome.Skipped("No argument holds the classes of a prediction of probabilities as whole numbers.");
        }

        LossArguments sure = arguments.With((path, tensor) => path == target.Prediction ? target.OneHot.to(tensor.dtype) : tensor);
        double drawn = twin.Evaluate(arguments).Total;
        double there = twin.Evaluate(sure).Total;
        double rounding = Thresholds.RoundingOfADeclaration * Math.Abs(drawn);
        if (!double.IsFinite(there) || !double.IsFinite(drawn))
        {
            return CheckOutcome.Inconclusive(
                "The loss of probabilities that are sure and right is not finite: see loss-is-finite-at-extremes.");
        }

        if (Math.Abs(there) <= rounding)
        {
            return CheckOutcome.Passed;
        }

        // Of probabilities nothing is the same after 1 was added to all of them; of logits everything is.
        double raised = twin.Evaluate(sure.With((path, tensor) => path == target.Prediction ? tensor + 1 : tensor)).Total;
        bool hasSoftmax = Math.Abs(raised - there) <= rounding;
        return !hasSoftmax && domain.Best(arguments) is { } best && twin.Evaluate(best).Total < there - rounding
            ? CheckOutcome.Skipped("The loss is least elsewhere, as declared.")
            : CheckOutcome.Failed(
            [
                new Finding($"a probability of 1 for each class in {session.NameOf(target.Path)} costs something"
                    + (hasSoftmax ? ", and as much after 1 was added to all probabilities: the loss takes a softmax of its own" : ""))
                {
                    Numbers = new Dictionary<string, double> { ["loss"] = there, ["loss of drawn predictions"] = drawn },
                },
            ],
            hasSoftmax ? null : Severity.Question);
    }
}
