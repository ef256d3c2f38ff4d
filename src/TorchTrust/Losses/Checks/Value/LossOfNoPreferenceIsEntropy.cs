using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Equal logits cost the logarithm of the number of classes, which is declared.</summary>
[Check(
    "loss-of-no-preference-is-log-classes",
    "logits without a preference cost the logarithm of the number of classes",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossOfNoPreferenceIsEntropy : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The loss at the start of training is then known before it starts: any other number is a wrong loss.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a softmax too many, for a mean over classes in the place of a sum, and for a sum over samples in the place of a mean.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ScaleValue()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts switch
        {
            { IsCrossEntropy: false } => "Declare it, where it is one: subject.IsCrossEntropy().",
            { Reduction: nn.Reduction.Sum } => "It is a sum over samples.",
            _ when !facts.Given.Any(fact => fact is { Kind: PredictionKind.Logits, ClassDimension: not null }) =>
                "Declare the dimension of classes: subject.Gives(PredictionKind.Logits, classDimension: …).",
            _ => null,
        };

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        PredictionFact fact = session.Subject.Facts.Given.First(fact => fact is { Kind: PredictionKind.Logits, ClassDimension: not null });
        LossArguments arguments = twin.Arguments();
        Tensor logits = arguments.Leaves.First(leaf => LossArguments.ArgumentOf(leaf.Path) == fact.Argument).Tensor;
        double expected = Math.Log(logits.shape[fact.ClassDimension!.Value < 0 ? logits.dim() + fact.ClassDimension.Value : fact.ClassDimension.Value]);
        LossResult result = twin.Evaluate(arguments.With((path, tensor) =>
            LossArguments.ArgumentOf(path) == fact.Argument ? zeros_like(tensor) : tensor));
        double actual = result.Value.to(ScalarType.Float64).max().item<double>();
        return Math.Abs(actual - expected) <= Thresholds.RoundingOfADeclaration * expected
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding("logits that are all 0 cost another number than the logarithm of the number of classes")
                {
                    Numbers = new Dictionary<string, double> { ["loss"] = actual, ["logarithm"] = expected },
                },
            ]);
    }
}
