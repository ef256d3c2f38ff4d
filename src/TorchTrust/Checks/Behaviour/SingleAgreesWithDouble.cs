using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

/// <summary>The model computes in float32 what it computes in float64, within what rounding explains.</summary>
/// <remarks>A warning: an ill-conditioned model is not a wrong one.</remarks>
[Check(
    "float32-agrees-with-float64",
    "float32 gives what float64 gives, within rounding",
    CheckArea.Behaviour,
    Severity = Severity.Warning,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class SingleAgreesWithDouble : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "Digits are lost to cancellation or overflow: training is noisier than it need be, or stops at NaN.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look in the named module for a difference of large numbers (E[x²] - E[x]²), an exp before its maximum is taken off, or a "
            + "constant that is kept in a lower precision.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LosePrecision()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            ForwardResult single = session.Run(inputs, ForwardMode.Eval);
            if (!Outputs.AreEqual(single, session.Run(inputs, ForwardMode.Eval, noise: 1)))
            {
                return CheckOutcome.Skipped("The output is random in eval mode, and noise differs between dtypes.");
            }

            context.AlteredStep("converting to float64");
            using ModelSession? twin = session.InDouble();
            if (twin is null)
            {
                return CheckOutcome.Skipped("The model exists already, and no second instance can be built to be converted.");
            }

            ForwardResult exact = twin.Run(inputs.InDouble(), ForwardMode.Eval);
            foreach (((string path, Tensor low), (string _, Tensor high)) in single.Leaves.Zip(exact.Leaves))
            {
                if ((low.is_floating_point() || low.is_complex()) && Judge(session, twin, inputs, (path, low, high), exact) is { } finding)
                {
                    return CheckOutcome.Failed([finding]);
                }
            }
        }

        return CheckOutcome.Passed;
    }

    private static Finding? Judge(
        ModelSession session, ModelSession twin, ModelInputs inputs, (string Path, Tensor Low, Tensor High) output, ForwardResult exact)
    {
        double error = Outputs.Distance(output.Low, output.High);
        double rounding = RoundingScale(session, twin, inputs, output.Path, exact);
        return error <= rounding * Thresholds.FaultInSingle
            ? null
            : new Finding($"output {output.Path} is off by {Numbers.Short(error)} in float32, where rounding explains about {Numbers.Short(rounding)}")
            {
                Numbers = new Dictionary<string, double> { ["error in float32"] = error, ["effect of rounding the inputs and weights"] = rounding },
            };
    }

    /// <summary>How far the exact output moves when inputs and parameters are rounded to the narrow type.</summary>
    private static double RoundingScale(ModelSession session, ModelSession twin, ModelInputs inputs, string path, ForwardResult exact)
    {
        using IDisposable _ = no_grad();
        using RandomState __ = RandomState.Fork(session.Seed + 400);
        double epsilon = finfo(ScalarType.Float32).eps;
        foreach ((string _, Tensor parameter) in twin.Parameters.Where(entry => entry.Parameter.is_floating_point()))
        {
            using var scope = NewDisposeScope();
            parameter.detach().mul_(1 + (randint_like(parameter, 0, 2).mul(2).sub(1) * epsilon));
        }

        ModelInputs moved = inputs.InDouble().With((_, tensor) => tensor.is_floating_point()
            ? tensor * (1 + (randint_like(tensor, 0, 2).mul(2).sub(1) * epsilon))
            : tensor);
        ForwardResult result = twin.Run(moved, ForwardMode.Eval);
        Tensor before = exact.Leaves.First(leaf => leaf.Path == path).Tensor;
        Tensor after = result.Leaves.First(leaf => leaf.Path == path).Tensor;
        return Math.Max(Outputs.Distance(before, after), Outputs.Scale(before) * epsilon);
    }
}
