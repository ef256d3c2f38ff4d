using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Gradients;

/// <summary>The gradient is that of the value.</summary>
[Check(
    "loss-gradients-agree-with-differences",
    "gradients of the loss agree with central differences in float64",
    CheckArea.Gradients,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossGradientsAgree : LossCheck
{
    private const int Directions = 5;

    /// <inheritdoc/>
    public override string Why =>
        "With a wrong gradient training goes somewhere else than down the loss, slowly enough to look like bad luck.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare the backward of custom functions with the derivative of what forward computes, and look for detach(), item() and no_grad on the way. "
            + "Gradients that stop on purpose: subject.StopsGradientsOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".StopsGradientsOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ScaleLossGradient()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts switch
        {
            { StopsGradients: { } stops } => $"Gradients stop on purpose: {stops.Reason}",
            _ => null,
        };

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        LossArguments arguments = twin.Arguments().InDouble();
        LossResult result = twin.Differentiate(arguments);
        var variables = new List<(string Path, Tensor Value, Tensor Gradient)>();
        foreach ((string path, Tensor tensor) in arguments.Leaves)
        {
            if (result.Gradients.GetValueOrDefault(path) is { } gradient && !tensor.is_complex())
            {
                variables.Add((path, tensor, gradient));
            }
        }

        if (variables.Count == 0 || variables.Any(variable => TensorContent.CountNonFinite(variable.Gradient) is not (0, 0)))
        {
            return CheckOutcome.Inconclusive("There is no finite gradient of real numbers to compare.");
        }

        var findings = new List<Finding>();
        bool anyIsSmooth = false;
        foreach ((string path, Tensor value, Tensor gradient) in variables)
        {
            (bool agrees, DirectionalDerivative? wrong) = Compare([(value, gradient)], () => twin.Evaluate(arguments).Total, twin.Seed);
            anyIsSmooth |= agrees;
            if (wrong is { } derivative)
            {
                string name = session.NameOf(path);
                findings.Add(new Finding(
                    $"the gradient of {name} is {Numbers.Short(derivative.Gradient)} along a random direction, where differences give {Numbers.Short(derivative.Difference)}")
                {
                    Parameter = name,
                    Numbers = new Dictionary<string, double>
                    {
                        ["gradient"] = derivative.Gradient,
                        ["central difference"] = derivative.Difference,
                        ["spread of differences"] = derivative.Spread,
                    },
                });
            }
        }

        return findings.Count > 0 || anyIsSmooth
            ? CheckOutcome.From(findings)
            : CheckOutcome.Inconclusive("Along no direction is the loss smooth enough to compare with.");
    }

    /// <summary>
    /// Along directions that stay where the prediction may lie, agreement along one is enough; a disagreement has to be far
    /// beyond what differences of several steps lie apart, along two.
    /// </summary>
    private static (bool Agrees, DirectionalDerivative? Wrong) Compare(
        IReadOnlyList<(Tensor Value, Tensor Gradient)> variables, Func<double> evaluate, long seed)
    {
        DirectionalDerivative? wrong = null;
        for (int draw = 0; draw < Directions; draw++)
        {
            var derivative = DirectionalDerivative.Along(variables, evaluate, seed + 500 + draw, Thresholds.WrongDerivative);
            if (derivative.Disagreement <= Thresholds.WrongDerivative * derivative.Size)
            {
                return (derivative.Size > 0, null);
            }

            if (derivative.Disagreement > Thresholds.WrongDerivativeInSpreads * derivative.Spread)
            {
                if (wrong is not null)
                {
                    return (false, wrong);
                }

                wrong = derivative;
            }
        }

        return (false, null);
    }
}
