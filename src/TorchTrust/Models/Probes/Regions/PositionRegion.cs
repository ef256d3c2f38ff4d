using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A range of positions of a sequence, in every tensor that has a dimension of that many positions.</summary>
/// <param name="dimension">The dimension of positions.</param>
/// <param name="positions">How many positions there are in all.</param>
/// <param name="start">The first position of the region.</param>
/// <param name="length">The number of positions of the region.</param>
/// <param name="concerns">Whether the tensor at a path is concerned; null for every one.</param>
internal sealed class PositionRegion(int dimension, long positions, long start, long length, Func<string, bool>? concerns = null) : Region
{
    /// <inheritdoc/>
    public override Tensor? Of(string path, Tensor tensor) =>
        concerns?.Invoke(path) != false && tensor.dim() > dimension && tensor.size(dimension) == positions
            ? tensor.narrow(dimension, start, length)
            : null;
}
