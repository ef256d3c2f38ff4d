using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>What is derived of a loss, as a table for a person to look at: a wrong row is seen at once.</summary>
internal static class DerivedTable
{
    /// <summary>What changes by less is rounded: seven orders above the last place of float64.</summary>
    private const double Rounding = 1e-9;

    /// <summary>One unit in the last place of float64.</summary>
    private const double Unit = 2.220446049250313e-16;

    /// <summary>Makes the table.</summary>
    /// <param name="twin">The loss in float64.</param>
    /// <param name="step">Told what is done, before it is.</param>
    /// <param name="samples">What becomes of the samples.</param>
    public static TablePicture Of(LossSession twin, Action<string> step, DerivedReduction samples)
    {
        var rows = new List<IReadOnlyList<string>> { new[] { "samples", $"{samples}" } };
        rows.AddRange(Meeting(twin, step));
        rows.AddRange(Dimensions(twin, step));
        rows.AddRange(Positions(twin));
        rows.AddRange(Invariances(twin));
        rows.AddRange(NothingCounts(twin));
        return new TablePicture("What is derived", ["of", "derived"], rows)
        {
            Caption = "Nothing here is a verdict: look whether it is what you mean, and declare it, so that it is held.",
        };
    }

    /// <summary>Where other content draws other numbers, gradients say nothing of each other.</summary>
    private static IEnumerable<IReadOnlyList<string>> Meeting(LossSession twin, Action<string> step)
    {
        if (!twin.ArgumentLayout.HasBatchDimension)
        {
            yield break;
        }

        step("changing one sample");
        yield return ["other content of one sample", Asked(() => SampleCoupling.Measure(twin, Rounding / Unit) switch
        {
            [] => "cannot be told",
            var couplings when couplings.Max(coupling => coupling.Turned) * Unit > Rounding => "turns the gradients of others",
            var couplings when couplings.All(coupling => Math.Abs(coupling.Factor - 1) <= Rounding) => "leaves the gradients of others",
            _ => "scales the gradients of others",
        })];
    }

    /// <summary>Native code ends the process where a matrix no longer fits, so a loss that holds tensors is left alone.</summary>
    private static IEnumerable<IReadOnlyList<string>> Dimensions(LossSession twin, Action<string> step)
    {
        (string path, Tensor first) = twin.Arguments().Leaves.FirstOrDefault(leaf => twin.IsPrediction(leaf.Path, leaf.Tensor));
        if (first is null || ObjectGraph.Walk(twin.Loss).Any(node => node.Value is Tensor))
        {
            yield break;
        }

        for (int dimension = 0; dimension < first.dim(); dimension++)
        {
            if (dimension == twin.ArgumentLayout[path].Dimension)
            {
                continue;
            }

            step($"repeating dimension {dimension}");
            yield return [$"dimension {dimension} of {twin.NameOf(path)}", Asked(() => $"{DerivedReduction.OfDimension(twin, dimension)}")];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Positions(LossSession twin)
    {
        if (twin.Subject.Facts.TimeDimension is not null && TargetOffsets.Of(twin) is { Length: > 0 } offsets)
        {
            yield return ["targets act this many positions before them", string.Join(", ", offsets)];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Invariances(LossSession twin)
    {
        var domain = new PredictionDomain(twin);
        (string What, Func<Tensor, Tensor> Change)[] changes =
        [
            ("a shift of all predictions", tensor => tensor + 1),
            ("twice all predictions", tensor => tensor * 2),
            ("the other sign of all predictions", tensor => -tensor),
        ];
        LossArguments arguments = twin.Arguments();
        LossResult before = twin.Evaluate(arguments);
        foreach ((string what, Func<Tensor, Tensor> change) in changes)
        {
            yield return [what, Asked(() =>
            {
                LossArguments changed = domain.With(arguments, (_, tensor) => change(tensor));
                double distance = TensorDistance.Between(before.Value, twin.Evaluate(changed).Value);
                return distance <= Rounding * TensorDistance.Scale(before.Value) ? "changes nothing" : "changes the loss";
            })];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> NothingCounts(LossSession twin)
    {
        if (twin.Subject.Facts.Ignored is (int argument, double value))
        {
            yield return ["a batch in which nothing counts", Asked(() => Numbers.Short(twin.Evaluate(twin.Arguments().With((path, tensor) =>
                LossArguments.ArgumentOf(path) == argument ? full_like(tensor, value) : tensor)).Total))];
        }
    }

    private static string Asked(Func<string> ask)
    {
        try
        {
            return ask();
        }
        catch (SubjectException thrown)
        {
            return $"refused: {thrown.InnerException?.GetType().Name}";
        }
    }
}
