using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Behaviour;

/// <summary>The loss keeps its digits in float32.</summary>
[Check(
    "loss-float32-agrees-with-float64",
    "float32 gives what float64 gives, within rounding",
    CheckArea.Behaviour,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossAgreesWithDouble : LossCheck
{
    private const int Draws = 2;

    /// <inheritdoc/>
    public override string Why =>
        "A loss that loses its digits gives gradients that are noise, or no gradient at all, long before it gives NaN.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take the stable form: log_softmax, logsumexp and softplus for what is written with exp and log, and differences before squares.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LosePrecisionOfLoss()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.IsRandom is { } random ? $"It draws other numbers in float64, on purpose: {random.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossArguments first = session.Arguments();
        if (!TensorBits.AreEqual(session.Evaluate(first).Value, session.Evaluate(first, noise: 1).Value))
        {
            return CheckOutcome.Inconclusive("It draws at random, and other numbers in float64, so that the two cannot be compared.");
        }

        LossSession twin = InDouble(session, context);
        var domain = new PredictionDomain(session);
        var findings = new List<Finding>();
        for (int draw = 0; draw < Draws && findings.Count == 0; draw++)
        {
            LossArguments drawn = session.Arguments(draw: draw);
            (string, LossArguments)[] tried = [("drawn predictions", drawn), ("logits 100 times as large", Larger(domain, drawn))];
            foreach ((string where, LossArguments arguments) in tried)
            {
                Tensor single = session.Evaluate(arguments).Value;
                LossResult wide = twin.Differentiate(arguments);
                double distance = TensorDistance.Between(single, wide.Value);
                double scale = TensorDistance.Scale(wide.Value) + arguments.Leaves.Sum(leaf =>
                    wide.Gradients.GetValueOrDefault(leaf.Path) is { } gradient
                        ? (TensorDistance.Real(gradient) * TensorDistance.Real(leaf.Tensor)).abs().sum().item<double>()
                        : 0);
                if (wide.IsFinite && distance > Thresholds.WrongInSingle * scale)
                {
                    findings.Add(new Finding($"the loss of {where} is another one in float32")
                    {
                        Numbers = new Dictionary<string, double>
                        {
                            ["float32"] = single.to(ScalarType.Float64).sum().item<double>(),
                            ["float64"] = wide.Total,
                        },
                    });
                }
            }
        }

        return CheckOutcome.From(findings);
    }

    private static LossArguments Larger(PredictionDomain domain, LossArguments drawn) => domain.With(drawn, (path, tensor) =>
        domain.FactOf(path)?.Kind == PredictionKind.Logits ? tensor * 100 : tensor);
}
