using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Where the samples are in an input that is made for one number of them: other numbers are had by taking some.</summary>
/// <remarks>
/// The dimension has to be declared. It could be found by trying which one the model takes fewer along, but native code answers some
/// wrong shapes, such as those of <c>matmul</c> in TorchSharp 0.107, by ending the process.
/// </remarks>
internal sealed class FixedBatch
{
    private readonly IReadOnlyDictionary<string, int> _dimensions;
    private readonly long _count;

    private FixedBatch(IReadOnlyDictionary<string, int> dimensions, long count)
    {
        _dimensions = dimensions;
        _count = count;
    }

    /// <summary>
    /// The samples of a fixed input along a dimension of its first tensor, and of all that have as many elements along one.
    /// </summary>
    /// <param name="arguments">The fixed input.</param>
    /// <param name="dimension">The dimension.</param>
    /// <returns>The samples; null where there is no such dimension.</returns>
    public static FixedBatch? Along(object?[] arguments, int dimension)
    {
        IReadOnlyList<(string Path, Tensor Tensor)> leaves = TensorTree.Flatten(arguments);
        if (leaves.Count == 0 || leaves[0].Tensor.dim() <= dimension)
        {
            return null;
        }

        long count = leaves[0].Tensor.size(dimension);
        return new FixedBatch(
            leaves.Select(leaf => (leaf.Path, Dimension: leaf.Tensor.dim() > dimension && leaf.Tensor.size(dimension) == count
                    ? dimension
                    : Array.IndexOf(leaf.Tensor.shape, count)))
                .Where(leaf => leaf.Dimension >= 0).ToDictionary(leaf => leaf.Path, leaf => leaf.Dimension),
            count);
    }

    /// <summary>The input for another number of samples.</summary>
    /// <param name="arguments">The input for its own number.</param>
    /// <param name="number">How many are taken; more than there are are had by repeating some.</param>
    /// <param name="draw">With which sample to begin.</param>
    public object?[] Take(object?[] arguments, long number, long draw) => (object?[])TensorTree.Map(arguments, (path, tensor) =>
    {
        if (!_dimensions.TryGetValue(path, out int dimension))
        {
            return tensor;
        }

        using Tensor indices = ((arange(number, dtype: ScalarType.Int64) + draw) % _count).to(tensor.device);
        using IDisposable _ = no_grad();
        return tensor.index_select(dimension, indices);
    })!;
}
