using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>The model computes in float32 what it computes in float64, within what rounding explains.</summary>
/// <remarks>A question: an ill-conditioned model is not a wrong one.</remarks>
[Check(
    "float32-agrees-with-float64",
    "float32 gives what float64 gives, within rounding",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class SingleAgreesWithDouble : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Digits are lost to cancellation or overflow: training is noisier than it need be, or stops at NaN.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look in the named module for a difference of large numbers (E[x²] - E[x]²), an exp before its maximum is taken off, or a "
            + "constant that is kept in a lower precision.";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.SingleAgreesWithDouble, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LosePrecision()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) => ComparisonInDouble.AtBothPoints(
        session,
        context,
        "The output is random in eval mode, and noise differs between dtypes.",
        refusal => CheckOutcome.Inconclusive($"The model does not run in float64, so there is nothing to compare with: {refusal}"),
        (twin, inputs, single) =>
        {
            Reference reference = context.Measured.Of(
                Facet.ValuesInDouble, (nameof(Reference), session.Point, inputs.Count), () => Reference.Of(session, twin(), inputs));
            Output[] outputs =
            [
                .. single().Leaves.Zip(reference.Leaves, (leaf, of) => new Output(leaf.Path, leaf.Tensor, of.Exact, of.Rounding))
                    .Where(output => output.Single.is_floating_point() || output.Single.is_complex()),
            ];
            Finding[] findings = context.Samples is not null
                ? [.. BySample(session, outputs, inputs.Count)]
                : [.. outputs.Select(Judge).OfType<Finding>()];
            return findings.Length == 0 ? null : CheckOutcome.Failed(findings);
        });

    /// <summary>The samples that are off.</summary>
    private static IEnumerable<Finding> BySample(ModelSession session, IReadOnlyList<Output> outputs, long count)
    {
        return Enumerable.Range(0, (int)count).Where(IsOff)
            .Select(sample => new Finding($"what sample {sample} becomes is off in float32") { Sample = sample });

        bool IsOff(int sample)
        {
            using var scope = NewDisposeScope();
            Region region = session.OwnOutput(sample);
            return outputs.Any(output => region.Of(output.Path, output.Single) is { } part
                && TensorDistance.Between(part, region.Of(output.Path, output.Exact)!) > output.Rounding * Thresholds.FaultInSingle);
        }
    }

    private static Finding? Judge(Output output)
    {
        double error = TensorDistance.Between(output.Single, output.Exact);
        return error <= output.Rounding * Thresholds.FaultInSingle
            ? null
            : new Finding(
                $"output {output.Path} is off by {Numbers.Short(error)} in float32, where rounding explains about "
                    + Numbers.Short(output.Rounding))
            {
                Numbers = new Dictionary<string, double>
                {
                    ["error in float32"] = error,
                    ["effect of rounding the inputs and weights"] = output.Rounding,
                },
            };
    }

    /// <summary>One output of floating or complex numbers.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Single">What the model gives.</param>
    /// <param name="Exact">What it gives in float64.</param>
    /// <param name="Rounding">How far rounding alone may lead from that.</param>
    private sealed record Output(string Path, Tensor Single, Tensor Exact, double Rounding);

    /// <summary>What the model gives in float64, and how far rounding alone may lead from it.</summary>
    /// <param name="Leaves">The outputs, in their order.</param>
    private sealed record Reference(IReadOnlyList<(Tensor Exact, double Rounding)> Leaves) : IDisposable
    {
        /// <summary>Computes it at the present point.</summary>
        public static Reference Of(ModelSession session, ModelSession twin, ModelInputs inputs)
        {
            using var scope = NewDisposeScope();
            ForwardResult exact = twin.Run(inputs.InDouble(), ForwardMode.Eval);
            ForwardResult moved = Moved(session, twin, inputs);
            return new([.. exact.Leaves.Zip(moved.Leaves)
                .Select(pair => (pair.First.Tensor.DetachFromDisposeScope(), RoundingOf(pair.First.Tensor, pair.Second.Tensor)))]);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            foreach ((Tensor exact, _) in Leaves)
            {
                exact.Dispose();
            }
        }

        private static double RoundingOf(Tensor exact, Tensor moved) =>
            Math.Max(TensorDistance.Between(exact, moved), TensorDistance.Scale(exact) * finfo(ScalarType.Float32).eps);
    }

    /// <summary>The output in float64 where inputs and parameters are off by the rounding of the narrow type.</summary>
    private static ForwardResult Moved(ModelSession session, ModelSession twin, ModelInputs inputs)
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
        return twin.Run(moved, ForwardMode.Eval);
    }
}
