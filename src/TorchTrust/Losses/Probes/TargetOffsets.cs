using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>
/// How many positions ahead of a prediction the targets lie that turn its gradient: those offsets that hold at most of the
/// positions where they can, so that what wraps around at an end is none.
/// </summary>
internal static class TargetOffsets
{
    /// <summary>A gradient that is turned by less than this share is rounded: 10⁶ units of 2⁻⁵².</summary>
    private const double Rounding = 2.2e-10;

    private const int Draws = 3;

    /// <summary>The offsets in ascending order; null where no target has the positions of the first prediction.</summary>
    public static int[]? Of(LossSession twin)
    {
        LossArguments arguments = twin.Arguments();
        (string path, Tensor prediction) = twin.FirstPrediction(arguments);
        if (twin.Subject.Facts.TimeDimension is not { } time || time >= prediction.dim()
            || twin.Differentiate(arguments).Gradients[path] is not { } before)
        {
            return null;
        }

        long length = prediction.shape[time];
        string[] targets =
        [
            .. arguments.Leaves
                .Where(leaf => !twin.Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(leaf.Path))
                    && !IsMask(leaf.Tensor) && time < leaf.Tensor.dim() && leaf.Tensor.shape[time] == length)
                .Select(leaf => leaf.Path),
        ];
        if (targets.Length == 0)
        {
            return null;
        }

        var turnedAt = new Dictionary<int, HashSet<int>>();
        for (int draw = 1; draw <= Draws; draw++)
        {
            Dictionary<string, Tensor> others = twin.Arguments(draw: draw).Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
            for (int position = 0; position < length; position++)
            {
                int at = position;
                LossArguments changed = arguments.With((leaf, tensor) => targets.Contains(leaf)
                    ? cat(
                        [tensor.narrow(time, 0, at), others[leaf].narrow(time, at, 1), tensor.narrow(time, at + 1, length - at - 1)], time)
                    : tensor);
                if (twin.Differentiate(changed).Gradients[path] is { } after)
                {
                    foreach (int turned in Turned(before, after, time))
                    {
                        turnedAt.TryAdd(at - turned, []);
                        turnedAt[at - turned].Add(turned);
                    }
                }
            }
        }

        return [.. turnedAt.Where(entry => Holds(entry.Value.Count, length - Math.Abs(entry.Key), length)).Select(entry => entry.Key)
            .Order()];
    }

    private static bool Holds(long positions, long possible, long length) => 2 * positions > possible && 2 * possible >= length;

    /// <summary>Masks and weights of 0 and 1 say what counts, and belong to no prediction.</summary>
    private static bool IsMask(Tensor tensor) => tensor.dtype == ScalarType.Bool
        || (tensor.is_floating_point() && tensor.eq(0).logical_or(tensor.eq(1)).all().item<bool>());

    private static IEnumerable<int> Turned(Tensor before, Tensor after, int time)
    {
        Tensor distance = TensorDistance.Real(after - before).abs().movedim([time], [0]).reshape(before.shape[time], -1).amax([1]);
        double scale = TensorDistance.Scale(before);
        return Enumerable.Range(0, (int)before.shape[time]).Where(position => distance[position].item<double>() > Rounding * scale);
    }
}
