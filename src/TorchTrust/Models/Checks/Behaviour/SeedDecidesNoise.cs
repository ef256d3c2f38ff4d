using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>In training mode, the seed of torch decides all noise: two calls with one seed give the same bits.</summary>
/// <remarks>
/// A question: data augmentation inside the model may draw from <c>System.Random</c> on purpose. Where two calls differ by no
/// more than rounding, threads or the backend may be the cause, and nothing is claimed.
/// </remarks>
[Check(
    "seed-decides-noise",
    "in training mode torch's seed decides the noise, and nothing else does",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class SeedDecidesNoise : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "A training run cannot be repeated, whatever is passed to torch.manual_seed.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw from torch's generator (torch.rand, torch.randint) instead of System.Random, Guid or a clock, and count in a field or buffer "
            + "instead of a static field. If it is on purpose: subject.Skip(CheckIds.SeedDecidesNoise, reason).";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.SeedDecidesNoise, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DrawBesideTorch()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        string? undecided = null;
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.InputsFor(context);

            // What the first call sets from its batch, once, is no noise; under a fault it is set already.
            context.Step("calling in training mode several times with the same seed");
            if (!context.IsTrial)
            {
                session.Run(inputs, ForwardMode.Training);
            }

            ForwardResult first = session.Run(inputs, ForwardMode.Training);
            ForwardResult second = session.Run(inputs, ForwardMode.Training);
            if (Outputs.AreEqual(first, second))
            {
                continue;
            }

            if (Outputs.LosesFiniteness(first, second) || Outputs.LosesFiniteness(second, first))
            {
                undecided ??= "One of two calls with the same seed gives numbers that are not finite, the other does not: memory that "
                    + "nobody wrote may be the cause. See backend-computes-right and reads-no-unwritten-memory.";
            }
            else if (IsMoreThanRounding(first, second))
            {
                return CheckOutcome.Failed([Describe(session, context, inputs, first, second)]);
            }
            else
            {
                undecided ??=
                    "Two calls with the same seed give other bits, but differ by no more than rounding: threads or the backend may be the "
                        + "cause.";
            }
        }

        return undecided is null ? CheckOutcome.Passed : CheckOutcome.Inconclusive(undecided);
    }

    private static bool IsMoreThanRounding(ForwardResult first, ForwardResult second) => first.Leaves.Count != second.Leaves.Count
        || first.Leaves.Zip(second.Leaves).Any(pair => !pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape)
            || TensorDistance.Between(pair.First.Tensor, pair.Second.Tensor) > TensorDistance.Scale(pair.First.Tensor)
                * Thresholds.RoundingOfAnOutput);

    private static Finding Describe(
        ModelSession session, CheckContext context, ModelInputs inputs, ForwardResult first, ForwardResult second)
    {
        if (context.IsTrial)
        {
            return new Finding("two calls in training mode with one seed differ");
        }

        ModuleTrace one = ModuleTrace.During(session, () => session.Run(inputs, ForwardMode.Training), keepsContent: true);
        ModuleTrace two = ModuleTrace.During(session, () => session.Run(inputs, ForwardMode.Training), keepsContent: true);
        Divergence? place = Divergence.Find(one, two);
        string causes = ForeignRandomness.Describe(ForeignRandomness.InMethods(session.Model));
        return new Finding(
            "two calls in training mode with the same input and the same seed of torch differ: randomness that no seed of torch governs "
                + $"({causes}){(place is null ? "" : $"; it arises {place.Describe()}")}")
        {
            Module = place?.Module,
            Numbers = new Dictionary<string, double>
            {
                ["largest difference"] = first.Leaves.Zip(second.Leaves)
                    .Where(pair => pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape))
                    .Select(pair => TensorDistance.Between(pair.First.Tensor, pair.Second.Tensor)).DefaultIfEmpty(0).Max(),
            },
        };
    }
}
