using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Appends more padding where padding is marked by its own content, such as token 0, and compares what is valid. Shapes and kernels
/// differ, so it is decided in float64, or in float32 where the model takes no other, against the sensitivity of what is valid.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="context">The circumstances.</param>
/// <param name="argument">The index of the argument that is padded.</param>
/// <param name="maskOf">Gives the mask from the arguments, true at padding.</param>
internal sealed class LongerPadding(ModelSession session, CheckContext context, int argument, Func<object?[], Tensor> maskOf)
{
    private const int More = 2;

    /// <summary>Decides, as built and at the generic point.</summary>
    public CheckOutcome Decide()
    {
        bool isDouble = context.MayAbort && session.RunsInDouble;
        (double rounding, double fault) = isDouble
            ? (Thresholds.RoundingInDouble, Thresholds.FaultInDouble)
            : (Thresholds.RoundingInSingle, Thresholds.FaultInSingle);
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelSession? twin = isDouble ? session.InDouble(context.Measured) : null;
            ModelSession model = twin ?? session;
            ModelInputs inputs = isDouble ? session.Inputs().InDouble() : session.Inputs();
            Tensor mask = maskOf(inputs.Arguments).to(ScalarType.Bool);
            ModelInputs longer = Lengthened(inputs, mask);
            if (!TensorBits.AreEqual(Lengthened(mask, mask), maskOf(longer.Arguments).to(ScalarType.Bool)))
            {
                return CheckOutcome.Skipped(
                    "Padding is marked by its own content, and what is appended to it is not marked, so it can be neither changed nor had "
                        + "more of.");
            }

            context.AlteredStep($"calling with {More} more padded positions");
            ForwardResult before = model.Run(inputs, ForwardMode.Eval);
            ForwardResult after;
            try
            {
                after = model.Run(longer, ForwardMode.Eval);
            }
            catch (SubjectException thrown)
            {
                return CheckOutcome.Inconclusive(
                    "Padding is marked by its own content, so that it cannot be changed, and the model takes no more of it: "
                        + $"{thrown.Message}");
            }

            double change = Change(before, after, mask);
            if (change == 0)
            {
                continue;
            }

            var valid = new MaskRegion(mask.logical_not());
            double own = Sensitivity.ToOwnUlp(
                model,
                inputs,
                before,
                ForwardMode.Eval,
                new MaskRegion(mask.logical_not(), $"[{argument}]"),
                new Valid(valid),
                context.FirstFindingDecides ? 1 : 5);
            double ulp = Math.Max(own, Outputs.Ulp(before, new Valid(valid)));
            if (change > ulp * fault)
            {
                return CheckOutcome.Failed([new Finding(
                    $"outputs at valid positions change when {More} more positions of padding are appended")
                {
                    Numbers = new Dictionary<string, double> { ["largest change"] = change, ["own sensitivity to rounding"] = ulp },
                }]);
            }

            if (change > ulp * rounding)
            {
                return CheckOutcome.Inconclusive(
                    "Valid outputs change with more padding by more than rounding explains and less than a fault makes.");
            }
        }

        return CheckOutcome.Passed;
    }

    /// <summary>The inputs with more positions of padding, in all that has as many positions: so has what marks the valid ones.</summary>
    private static ModelInputs Lengthened(ModelInputs inputs, Tensor mask)
    {
        using IDisposable _ = no_grad();
        return inputs.With((_, tensor) =>
            tensor.shape.Take((int)mask.dim()).SequenceEqual(mask.shape) ? Lengthened(tensor, mask) : tensor);
    }

    /// <summary>A tensor of the mask's leading shape, continued by what it has at a padded position, for every sample.</summary>
    private static Tensor Lengthened(Tensor tensor, Tensor mask)
    {
        int dimension = (int)mask.dim() - 1;
        Tensor padding = tensor.flatten(0, dimension).index_select(0, mask.flatten().nonzero().flatten().narrow(0, 0, 1));
        long[] more = [.. tensor.shape];
        more[dimension] = More;
        return cat([tensor, padding.expand(more)], dimension);
    }

    private static double Change(ForwardResult before, ForwardResult after, Tensor mask)
    {
        long positions = mask.size(-1);
        int dimension = (int)mask.dim() - 1;
        var valid = new Valid(new MaskRegion(mask.logical_not()));
        return before.Leaves.Zip(after.Leaves).Select(pair =>
        {
            Tensor longer = pair.Second.Tensor;
            Tensor cut = longer.shape.ElementAtOrDefault(dimension) == positions + More
                ? longer.narrow(dimension, 0, positions)
                : longer;
            return cut.shape.AsSpan().SequenceEqual(pair.First.Tensor.shape)
                ? TensorDistance.Between(valid.Of(pair.First.Path, pair.First.Tensor.detach())!, valid.Of(pair.First.Path, cut.detach())!)
                : 0;
        }).DefaultIfEmpty(0).Max();
    }

    /// <summary>Outputs of the mask's leading shape count at valid positions only; others (pooled ones) count whole.</summary>
    private sealed class Valid(MaskRegion masked) : Region
    {
        public override Tensor? Of(string path, Tensor tensor) => masked.Of(path, tensor) ?? tensor;
    }
}
