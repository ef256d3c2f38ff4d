using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>
/// Compares gradients with central differences along random directions, one module at a time, and of the loss alone.
/// </summary>
/// <param name="twin">The model in float64.</param>
/// <param name="context">The circumstances.</param>
internal sealed class DerivativeComparison(ModelSession twin, CheckContext context)
{
    private const int Directions = 5;

    private readonly List<Finding> _findings = [];
    private bool _anyIsSmooth;
    private ScalarType? _narrow;
    private double _value;
    private string? _rounding;

    /// <summary>Decides, at the generic point, or as built where the model leaves its domain there.</summary>
    public CheckOutcome Decide()
    {
        using var scope = NewDisposeScope();
        if (GradientsSomewhere() is not { } gradients)
        {
            return CheckOutcome.Inconclusive(
                "No finite gradient in float64 reaches a parameter, so there is nothing to compare.");
        }

        if (_narrow is { } dtype)
        {
            return CheckOutcome.Inconclusive(
                $"In float64 the model still gives {dtype}, since it casts, so that differences are rounding.");
        }

        // What was seen of the model before it was broken need not be seen again.
        // On a GPU two runs may differ by rounding, which shows in the spread of the differences, too.
        if (!context.IsTrial && Math.Abs(Value() - _value) > Math.Abs(_value) * Math.Pow(2, -52) * Thresholds.RoundingInDouble)
        {
            return CheckOutcome.Inconclusive(
                "Two runs with the same input and the same seed differ in float64, so differences show chance.");
        }

        CompareModules(gradients);
        if (_findings.Count > 0 && !context.IsTrial)
        {
            // Alone it proves nothing: a loss may take its inputs to be normalized, as that of CTC does, and be right
            // there.
            CompareLoss();
        }

        return _findings.Count > 0 ? CheckOutcome.Failed(_findings)
            : _rounding is { } what ? CheckOutcome.Inconclusive(
                $"In float64 the model still rounds {what}, since it casts, so that differences are rounding.")
            : _anyIsSmooth ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive("Along no direction is the scalar smooth enough to compare with.");
    }

    private Dictionary<string, Tensor>? GradientsSomewhere()
    {
        foreach (ParameterPoint point in new[] { ParameterPoint.Generic, ParameterPoint.AsBuilt })
        {
            twin.MoveTo(point);
            try
            {
                if (FiniteGradients() is { } gradients)
                {
                    return gradients;
                }
            }
            catch (SubjectException) when (point == ParameterPoint.Generic)
            {
                // Parameters that must stay in a range, such as a variance, may leave it there.
            }
        }

        return null;
    }

    private double Value()
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = twin.Inputs();
        return twin.Scalar(inputs, twin.Run(inputs, ForwardMode.Training))!.sum().item<double>();
    }

    /// <summary>The gradients that come, by path; null where none does or one is not finite.</summary>
    private Dictionary<string, Tensor>? FiniteGradients()
    {
        // The graph goes with this scope: in float64 it is twice as large as in training.
        using var scope = NewDisposeScope();
        GradientFlow.Clear(twin);
        ModelInputs inputs = twin.Inputs();
        if (twin.Scalar(inputs, twin.Run(inputs, ForwardMode.Training)) is not { requires_grad: true } scalar)
        {
            return null;
        }

        Tensor total = scalar.sum();
        _narrow = total.dtype == ScalarType.Float64 ? null : total.dtype;
        _value = total.to(ScalarType.Float64).item<double>();
        GradientFlow.Backward(twin.Tally, total);
        var gradients = new Dictionary<string, Tensor>();
        foreach ((string path, Tensor parameter) in twin.Parameters.Where(entry => entry.Parameter.dtype == ScalarType.Float64))
        {
            if (parameter.grad is { is_sparse: false } gradient && !twin.Subject.Facts.StoppedGradients.Any(fact => fact.Covers(path)))
            {
                gradients[path] = TensorBits.NativeCopy(gradient).MoveToOuterDisposeScope();
            }
        }

        return gradients.Count > 0 && gradients.Values.All(gradient => gradient.isfinite().all().item<bool>())
            ? gradients
            : null;
    }

    private void CompareModules(Dictionary<string, Tensor> gradients)
    {
        Dictionary<string, Tensor> parameters = twin.Parameters.ToDictionary(
            entry => entry.Path, entry => entry.Parameter);
        List<(string Module, DirectionalDerivative Derivative)> wrong = [];
        foreach (IGrouping<string, string> module in gradients.Keys.GroupBy(ObjectGraph.OwnerOf))
        {
            context.AlteredStep($"differences of {module.Key}");
            (Tensor, Tensor)[] variables = [.. module.Select(path => (parameters[path], gradients[path]))];
            (bool agrees, DirectionalDerivative? disagreement) = Compare(variables, Value, (draw, factor, measure) =>
                context.Measured.Of(Facet.Values, (nameof(DirectionalDerivative), module.Key, draw, factor), measure));
            if (agrees)
            {
                continue;
            }

            // Along a staircase there is no other difference than zero that three steps agree on.
            bool moves = disagreement is { Difference: not 0 };
            if (!moves && VariableRounding.TypeOf([.. module.Select(path => parameters[path])], Value) is { } type)
            {
                _rounding ??= $"the parameters of {NonFiniteOrigin.Name(module.Key)} to {type}";
            }
            else if (disagreement is { } derivative)
            {
                wrong.Add((module.Key, derivative));
                if (context.FirstFindingDecides)
                {
                    break;
                }
            }
        }

        if (_rounding is not null)
        {
            // What moves nothing at all may be rounded further on.
            wrong.RemoveAll(entry => entry.Derivative.Difference == 0);
        }

        // The model itself is always the last to end, and says nothing of where to look.
        string? last = wrong.Count > 1 ? LastToRun([.. wrong.Select(entry => entry.Module).Where(module => module.Length > 0)]) : null;
        string origin =
            last is null ? "" : $"; {last} is the last of those that differ, so look in it and right after it";
        _findings.AddRange(wrong.Select(entry => Describe(
            $"the gradient in the parameters of {(entry.Module.Length == 0 ? "the model itself" : entry.Module)}", entry.Derivative,
            origin) with
        { Module = last ?? entry.Module, Parameter = gradients.Keys.First(path => ObjectGraph.OwnerOf(path) == entry.Module) }));
    }

    private string? LastToRun(HashSet<string> modules)
    {
        using var scope = NewDisposeScope();
        return ModuleTrace.During(twin, () => twin.Run(twin.Inputs(), ForwardMode.Training)).Calls
            .Select(call => call.Path).LastOrDefault(modules.Contains);
    }

    /// <summary>The loss alone, as a function of the outputs.</summary>
    private void CompareLoss()
    {
        if (twin.Subject.Loss is not { } loss)
        {
            return;
        }

        using var scope = NewDisposeScope();
        context.AlteredStep("differences of the declared loss");
        ModelInputs inputs = twin.Inputs();
        List<Tensor> leaves = [];
        object? output = TensorTree.Map(twin.Run(inputs, ForwardMode.Training).Output, (_, tensor) =>
        {
            if (tensor.dtype != ScalarType.Float64 || !tensor.requires_grad)
            {
                return tensor;
            }

            Tensor leaf = TensorBits.NativeCopy(tensor).requires_grad_();
            leaves.Add(leaf);
            return leaf;
        });

        Tensor Loss()
        {
            using RandomState _ = RandomState.Fork(twin.Seed + 53);
            return SubjectException.Guard("computing the declared loss", () => loss(inputs.Arguments, output)).sum();
        }

        GradientFlow.Backward(twin.Tally, Loss());
        (Tensor, Tensor)[] variables = [.. leaves.Where(leaf => leaf.grad is not null)
            .Select(leaf => (leaf, leaf.grad!))];
        if (Compare(variables, () =>
        {
            using var step = NewDisposeScope();
            return Loss().item<double>();
        }, (_, _, measure) => measure()).Wrong is { } derivative)
        {
            _findings.Add(Describe("the gradient of the declared loss in the outputs", derivative, ""));
        }
    }

    /// <summary>
    /// Whether the two agree, surely along a direction or nearly along two, or else a direction along which they disagree, if
    /// another one confirms it. Directions in which something jumps are passed over.
    /// </summary>
    private (bool Agrees, DirectionalDerivative? Wrong) Compare(
        IReadOnlyList<(Tensor Value, Tensor Gradient)> variables, Func<double> evaluate, Func<int, int, Func<double>, double> recall)
    {
        DirectionalDerivative? wrong = null;
        bool mayAgree = false;
        for (int draw = 0; draw < Directions; draw++)
        {
            DirectionalDerivative derivative = DirectionalDerivative.Along(
                variables,
                evaluate,
                twin.Seed + 500 + draw,
                Thresholds.WrongDerivative,
                (factor, measure) => recall(draw, factor, measure));
            if (derivative.Disagreement <= Thresholds.WrongDerivative * derivative.Size)
            {
                if (mayAgree || derivative.Disagreement <= Thresholds.SurelyRightDerivative * derivative.Size)
                {
                    _anyIsSmooth |= derivative.Size > 0;
                    return (true, null);
                }

                mayAgree = true;
            }
            else if (derivative.Disagreement > Thresholds.WrongDerivativeInSpreads * derivative.Spread)
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

    private static Finding Describe(string what, DirectionalDerivative derivative, string origin) => new(
        $"{what} is {Numbers.Short(derivative.Gradient)} along a random direction, where differences give "
            + $"{Numbers.Short(derivative.Difference)}{origin}")
    {
        Numbers = new Dictionary<string, double>
        {
            ["gradient"] = derivative.Gradient,
            ["central difference"] = derivative.Difference,
            ["spread of differences"] = derivative.Spread,
        },
    };
}
