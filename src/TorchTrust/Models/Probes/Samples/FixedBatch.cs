using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Where the samples are in an input that is made for one number of them: other numbers are had by taking some.</summary>
/// <param name="dimensions">The dimension that counts the samples in each tensor that has one, by its path.</param>
/// <param name="count">How many samples the input has.</param>
internal sealed class FixedBatch(IReadOnlyDictionary<string, int> dimensions, long count)
{
    /// <summary>Another number of rows may take another kernel: some hundred units in the last place of float32 are rounding.</summary>
    private const double Rounding = 1e-5;

    /// <summary>Which dimension of a fixed input counts the samples: the declared one, or that which is found by trying.</summary>
    /// <param name="arguments">The fixed input.</param>
    /// <param name="declared">The declared dimension; null to try.</param>
    /// <param name="run">Calls the model in eval mode at a point; null where it refuses.</param>
    /// <returns>The samples; null where no dimension is found to count them.</returns>
    /// <remarks>
    /// A dimension counts samples if the model takes fewer along it, gives as many fewer, and what stays keeps what it was, whether the
    /// first or the last is left out, as built and at the generic point. Of several, such as the positions of a network that treats them
    /// one by one, any will do. One along which samples mix is not found, since a sequence is such a one: it has to be declared.
    /// </remarks>
    public static FixedBatch? Find(object?[] arguments, int? declared, Func<ParameterPoint, object?[], ForwardResult?> run)
    {
        IReadOnlyList<(string Path, Tensor Tensor)> leaves = TensorTree.Flatten(arguments);
        if (leaves.Count == 0)
        {
            return null;
        }

        if (declared is { } dimension)
        {
            return leaves[0].Tensor.dim() > dimension ? Along(leaves, dimension) : null;
        }

        List<FixedBatch> candidates = [.. Enumerable.Range(0, (int)leaves[0].Tensor.dim()).Where(d => leaves[0].Tensor.size(d) > 1).Select(d => Along(leaves, d))];
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            if (run(point, arguments) is not { } whole)
            {
                return null;
            }

            candidates.RemoveAll(batch => !Enumerable.Range(0, 2).All(first =>
                run(point, batch.Take(arguments, batch.Count - 1, first)) is { } fewer && batch.KeepsTheRest(whole, fewer, first)));
        }

        return candidates.FirstOrDefault();
    }

    /// <summary>How many samples the input has.</summary>
    public long Count { get; } = count;

    /// <summary>The input for another number of samples.</summary>
    /// <param name="arguments">The input for its own number.</param>
    /// <param name="number">How many are taken; more than there are are had by repeating some.</param>
    /// <param name="draw">With which sample to begin.</param>
    public object?[] Take(object?[] arguments, long number, long draw) => (object?[])TensorTree.Map(arguments, (path, tensor) =>
    {
        if (!dimensions.TryGetValue(path, out int dimension))
        {
            return tensor;
        }

        using Tensor indices = ((arange(number, dtype: ScalarType.Int64) + draw) % Count).to(tensor.device);
        using IDisposable _ = no_grad();
        return tensor.index_select(dimension, indices);
    })!;

    private static FixedBatch Along(IReadOnlyList<(string Path, Tensor Tensor)> leaves, int dimension)
    {
        long count = leaves[0].Tensor.size(dimension);
        return new FixedBatch(
            leaves.Select(leaf => (leaf.Path, Dimension: leaf.Tensor.dim() > dimension && leaf.Tensor.size(dimension) == count ? dimension : Array.IndexOf(leaf.Tensor.shape, count)))
                .Where(leaf => leaf.Dimension >= 0).ToDictionary(leaf => leaf.Path, leaf => leaf.Dimension),
            count);
    }

    /// <summary>The dimensions of outputs that have as many elements as there are samples, and one fewer for one sample fewer.</summary>
    private IEnumerable<(string Path, int Dimension)> OutputDimensions(ForwardResult whole, ForwardResult fewer) =>
        from pair in whole.Leaves.Zip(fewer.Leaves)
        where pair.First.Path == pair.Second.Path && pair.First.Tensor.dim() == pair.Second.Tensor.dim()
        from dimension in Enumerable.Range(0, (int)pair.First.Tensor.dim())
        where pair.First.Tensor.size(dimension) == Count && pair.Second.Tensor.size(dimension) == Count - 1
        select (pair.First.Path, dimension);

    /// <summary>Whether outputs have one sample fewer, and those that are left are what they were.</summary>
    private bool KeepsTheRest(ForwardResult whole, ForwardResult fewer, long first)
    {
        Dictionary<string, Tensor> others = fewer.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        (string Path, int Dimension)[] places = [.. OutputDimensions(whole, fewer)];
        return places.Length > 0 && places.All(place =>
        {
            Tensor before = whole.Leaves.First(leaf => leaf.Path == place.Path).Tensor.narrow(place.Dimension, first, Count - 1);
            return before.shape.AsSpan().SequenceEqual(others[place.Path].shape)
                && TensorDistance.Between(before, others[place.Path]) <= TensorDistance.Scale(before) * Rounding;
        });
    }
}
