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

    private const string Gradient = "gradient";

    private const string Difference = "central difference";

    /// <inheritdoc/>
    public override string Why =>
        "With a wrong gradient training goes somewhere else than down the loss, slowly enough to look like bad luck.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare the backward of custom functions with the derivative of what forward computes, and look for detach(), item() and no_grad "
            + "on the way. "
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
        var domain = new PredictionDomain(twin);
        (LossArguments arguments, LossResult result) = WithGradient(twin);
        var variables = new List<(string Path, Tensor Value, Tensor Gradient)>();
        foreach ((string path, Tensor tensor) in arguments.Leaves)
        {
            if (result.Gradients.GetValueOrDefault(path) is { } gradient)
            {
                variables.Add((path, AsReal(tensor), AsReal(AlongDomain(domain, path, tensor, gradient))));
            }
        }

        if (variables.Count == 0 || variables.Any(variable => TensorContent.CountNonFinite(variable.Gradient) is not (0, 0)))
        {
            return CheckOutcome.Inconclusive("There is no finite gradient to compare.");
        }

        var findings = new List<Finding>();
        bool anyIsSmooth = false;
        foreach ((string path, Tensor value, Tensor gradient) in variables)
        {
            DirectionalDerivative? deciding = Deciding(
                [(value, gradient)], () => twin.Evaluate(domain.With(arguments, (_, tensor) => tensor)).Total, twin.Seed);
            anyIsSmooth |= deciding?.Size > 0;
            if (deciding is { } derivative && !Agrees(derivative))
            {
                string name = session.NameOf(path);
                findings.Add(new Finding(
                    $"the gradient of {name} is {Numbers.Short(derivative.Gradient)} along a random direction, where differences give "
                        + $"{Numbers.Short(derivative.Difference)}")
                {
                    Parameter = name,
                    Numbers = new Dictionary<string, double>
                    {
                        [Gradient] = derivative.Gradient,
                        [Difference] = derivative.Difference,
                        ["spread of differences"] = derivative.Spread,
                    },
                });
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings, Weight(session, findings))
            : anyIsSmooth ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive("Along no direction is the loss smooth enough to compare with.");
    }

    /// <summary>
    /// A stop of gradients is mostly meant, and so are a straight-through estimator, whose value is constant, and a reversal. A function
    /// with a backward pass of its own which leads the right way at a wrong length, where nothing else could, is a fault.
    /// </summary>
    private static Severity Weight(LossSession session, IReadOnlyList<Finding> findings)
    {
        var code = new GradientCode(session);
        return code.CustomFunctions.Count > 0 && !code.MayStopGradients
            && findings.All(finding => finding.Numbers[Gradient] * finding.Numbers[Difference] > 0)
            ? Severity.Error
            : Severity.Question;
    }

    /// <summary>The first batch that gives a gradient: one without any event may give none.</summary>
    private static (LossArguments Arguments, LossResult Result) WithGradient(LossSession twin)
    {
        for (int draw = 0; ; draw++)
        {
            LossArguments arguments = twin.Arguments(draw: draw).InDouble();
            LossResult result = twin.Differentiate(arguments);
            if (draw == Directions || result.Gradients.Keys.Any(result.Reaches))
            {
                return (arguments, result);
            }
        }
    }

    /// <summary>The same memory as real numbers: real and imaginary parts are moved by themselves.</summary>
    private static Tensor AsReal(Tensor tensor) => tensor.is_complex() ? view_as_real(tensor.resolve_conj()) : tensor;

    /// <summary>
    /// The gradient by what is brought into the domain before the loss sees it: some gradients, such as that of CTC, are right for
    /// rows that sum to 1 only.
    /// </summary>
    private static Tensor AlongDomain(PredictionDomain domain, string path, Tensor value, Tensor gradient)
    {
        if (domain.FactOf(path) is not { ClassDimension: not null })
        {
            return gradient;
        }

        using IDisposable _ = enable_grad();
        Tensor leaf = value.detach().clone().requires_grad_(true);
        (domain.Into(path, leaf) * gradient).sum().backward();
        return leaf.grad!;
    }

    /// <summary>
    /// Along directions that stay where the prediction may lie, agreement along one is enough; a disagreement has to be far
    /// beyond what differences of several steps lie apart, along two. Null where nothing is decided.
    /// </summary>
    private static DirectionalDerivative? Deciding(
        IReadOnlyList<(Tensor Value, Tensor Gradient)> variables, Func<double> evaluate, long seed)
    {
        DirectionalDerivative? wrong = null;
        for (int draw = 0; draw < Directions; draw++)
        {
            var derivative = DirectionalDerivative.Along(
                variables, evaluate, seed + 500 + draw, Thresholds.WrongDerivative, looksForKink: true);
            if (Agrees(derivative))
            {
                return derivative;
            }

            if (derivative.Disagreement > Thresholds.WrongDerivativeInSpreads * derivative.Spread)
            {
                if (wrong is not null)
                {
                    return wrong;
                }

                wrong = derivative;
            }
        }

        return null;
    }

    private static bool Agrees(DirectionalDerivative derivative) => derivative.Disagreement <= Thresholds.WrongDerivative * derivative.Size;
}
