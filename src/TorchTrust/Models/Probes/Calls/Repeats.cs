using TorchTrust.Checks;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// What two runs of one unaltered call have in common. Bits can be demanded of another run only where these have the same; on a GPU, sums
/// by atomic additions and kernels that are chosen anew differ in their last bits, and no seed decides that.
/// </summary>
internal static class Repeats
{
    /// <summary>Whether two runs differ, but by no more than rounding.</summary>
    public static bool DifferByRounding(ForwardResult first, ForwardResult second) => !Outputs.AreEqual(first, second)
        && first.Leaves.Select(leaf => leaf.Path).SequenceEqual(second.Leaves.Select(leaf => leaf.Path))
        && first.Leaves.Zip(second.Leaves)
            .All(pair => TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor) || IsRounding(pair.First.Tensor, pair.Second.Tensor));

    /// <summary>What such a difference says, and where.</summary>
    public static string Describe(ForwardResult result) => result.Leaves.Select(leaf => leaf.Tensor).FirstOrDefault() is { } output
        && output.device_type != TorchSharp.DeviceType.CPU
        ? $"Two runs of the same call on {DeviceNames.Of(output)} differ by no more than rounding, which the device's kernels do and no "
            + "seed decides."
        : "Two runs of the same call differ by no more than rounding: threads or the backend may be the cause.";

    private static bool IsRounding(Tensor first, Tensor second) => first.is_floating_point()
        && first.shape.AsSpan().SequenceEqual(second.shape)
        && TensorDistance.Between(first, second) <= TensorDistance.Scale(first) * finfo(first.dtype).eps * Thresholds.RoundingInSingle;
}
