using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>The loss is never negative, which is declared.</summary>
[Check(
    "loss-is-never-negative",
    "the loss is never below 0",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossIsNeverNegative : LossCheck
{
    private const int Draws = 8;

    private static readonly double[] _factors = [1, 100];

    /// <inheritdoc/>
    public override string Why =>
        "A loss that falls below its least value rewards something that is not a better prediction.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a sign, for a logarithm of what is no probability, and for predictions that are not normalized before the loss.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new TurnSign()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.IsNeverNegative ? null : "Declare it, where it is so: subject.IsNeverNegative().";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var domain = new PredictionDomain(twin);
        for (int draw = 0; draw < Draws; draw++)
        {
            LossArguments drawn = twin.Arguments(draw: draw).InDouble();
            foreach (double factor in _factors)
            {
                LossArguments arguments = factor == 1 ? drawn : domain.With(drawn, (_, tensor) => tensor * factor);
                LossResult result = twin.Evaluate(arguments);
                if (Least(result) < -Thresholds.RoundingOfADeclaration * Math.Max(1, TensorDistance.Scale(result.Value)))
                {
                    return CheckOutcome.Failed(
                    [
                        new Finding(factor == 1 ? "the loss of drawn predictions is below 0" : $"the loss is below 0 where predictions are {factor} times as large")
                        {
                            Numbers = new Dictionary<string, double> { ["loss"] = Least(result) },
                        },
                    ]);
                }
            }
        }

        return CheckOutcome.Passed;
    }

    private static double Least(LossResult result) => result.Value.to(ScalarType.Float64).min().item<double>();
}
