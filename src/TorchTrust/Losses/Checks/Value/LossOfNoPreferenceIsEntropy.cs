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
            _ => LogitsOf(facts) is null
                ? "Declare the dimension of classes of the one prediction that has them: subject.Gives(PredictionKind.Logits, "
                    + "classDimension: …)."
                : null,
        };

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        PredictionFact fact = LogitsOf(session.Subject.Facts)!;
        LossArguments arguments = twin.Arguments();
        double expected = Math.Log(arguments.Of(fact.Argument)[0].Tensor.size(fact.ClassDimension!.Value));
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

    private static PredictionFact? LogitsOf(LossFacts facts) =>
        facts.Given.Where(fact => fact is { Kind: PredictionKind.Logits, ClassDimension: not null }).ToArray() is [var only] ? only : null;
}
