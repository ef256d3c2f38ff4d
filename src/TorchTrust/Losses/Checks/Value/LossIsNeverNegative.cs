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

    private const int Descents = 2;

    private const int Steps = 20;

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
                LossResult result = twin.Evaluate(domain.With(drawn, (_, tensor) => tensor * factor));
                if (IsNegative(result))
                {
                    return Below(result, factor == 1
                        ? "the loss of drawn predictions is below 0"
                        : $"the loss is below 0 where predictions are {factor} times as large");
                }
            }
        }

        context.Step("following the gradient down");
        for (int draw = 0; draw < Descents; draw++)
        {
            if (Down(twin, domain, twin.Arguments(draw: draw).InDouble()) is { } result)
            {
                return Below(result, "following the gradient from drawn predictions, within what is drawn, leads below 0");
            }
        }

        return CheckOutcome.Passed;
    }

    private static CheckOutcome Below(LossResult result, string what) =>
        CheckOutcome.Failed([new Finding(what) { Numbers = new Dictionary<string, double> { ["loss"] = Least(result) } }]);

    /// <summary>The loss below 0 to which its own gradient leads; null where it leads to none.</summary>
    private static LossResult? Down(LossSession twin, PredictionDomain domain, LossArguments drawn)
    {
        LossArguments here = drawn;
        for (int step = 0; step < Steps; step++)
        {
            LossResult result = twin.Differentiate(here);
            if (IsNegative(result))
            {
                return result;
            }

            here = domain.With(here, (path, tensor) =>
            {
                if (tensor.is_complex() || !result.Reaches(path))
                {
                    return tensor;
                }

                // Each step is a tenth of what is drawn, and none leaves it: beyond, nobody knows where predictions may lie.
                (Tensor least, Tensor most) = (drawn[path].min(), drawn[path].max());
                Tensor gradient = result.Gradients[path]!;
                return (tensor - (gradient * ((most - least) / (10 * TensorDistance.Scale(gradient))))).clamp(least, most);
            });
        }

        return null;
    }

    private static bool IsNegative(LossResult result) =>
        Least(result) < -Thresholds.RoundingOfADeclaration * Math.Max(1, TensorDistance.Scale(result.Value));

    private static double Least(LossResult result) => result.Value.to(ScalarType.Float64).min().item<double>();
}
