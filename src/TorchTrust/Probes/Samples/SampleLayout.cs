using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Where the samples are in each tensor of a structure: derived from the same structure for two numbers of samples,
/// since the dimension that grows with n is the batch, whichever it is.
/// </summary>
internal sealed class SampleLayout
{
    private readonly IReadOnlyDictionary<string, SampleAxis> _axes;

    private SampleLayout(IReadOnlyDictionary<string, SampleAxis> axes) => _axes = axes;

    /// <summary>Nothing is known of any tensor.</summary>
    public static SampleLayout Unknown { get; } = new(new Dictionary<string, SampleAxis>());

    /// <summary>Whether any tensor has a dimension that grows with the number of samples.</summary>
    public bool HasBatchDimension => _axes.Values.Any(axis => axis.Dimension is not null);

    /// <summary>
    /// A tensor that grows with the number of samples along no dimension that counts them, such as the words of all bags one
    /// behind the other; null where there is none.
    /// </summary>
    public string? Uncounted { get; private init; }

    /// <summary>The tensors were collated from samples, which are at hand themselves: no dimension need count them.</summary>
    public bool IsCollated { get; private init; }

    /// <summary>Whether any tensor has samples.</summary>
    public bool HasSamples => IsCollated || _axes.Values.Any(axis => axis.HasSamples);

    /// <summary>The samples that have tensors of their own.</summary>
    public IEnumerable<long> Elements => _axes.Values.Select(axis => axis.Element).OfType<long>().Distinct();

    /// <summary>Whether rows of all samples lie one behind the other in any tensor.</summary>
    public bool HasRows => _axes.Values.Any(axis => axis.Rows is not null);

    /// <summary>The axis of the tensor at a path; shared where nothing is known.</summary>
    public SampleAxis this[string path] => _axes.GetValueOrDefault(path, SampleAxis.Shared);

    /// <summary>The parts of an output that was split: a list with one item a sample, whatever its structure.</summary>
    public static SampleLayout OfParts(IReadOnlyList<(string Path, Tensor Tensor)> parts) => new(parts.ToDictionary(
        part => part.Path,
        part => new SampleAxis(
            null, long.Parse(part.Path.AsSpan(1, part.Path.IndexOf(']', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture))));

    /// <summary>The same of tensors that were collated from samples.</summary>
    public SampleLayout Collated() => new(_axes) { IsCollated = true };

    /// <summary>Compares a structure for <paramref name="n"/> samples with the same for <paramref name="m"/>.</summary>
    public static SampleLayout Derive(
        IReadOnlyList<(string Path, Tensor Tensor)> forN, long n, IReadOnlyList<(string Path, Tensor Tensor)> forM, long m) =>
        Derive([.. forN.Select(leaf => (leaf.Path, leaf.Tensor.shape))], n, [.. forM.Select(leaf => (leaf.Path, leaf.Tensor.shape))], m);

    /// <summary>Compares the shapes of a structure for <paramref name="n"/> samples with those for <paramref name="m"/>.</summary>
    public static SampleLayout Derive(
        IReadOnlyList<(string Path, long[] Shape)> forN, long n, IReadOnlyList<(string Path, long[] Shape)> forM, long m)
    {
        Dictionary<string, long[]> others = forM.ToDictionary(leaf => leaf.Path, leaf => leaf.Shape);
        var axes = new Dictionary<string, SampleAxis>();
        foreach ((string path, long[] shape) in forN)
        {
            axes[path] = others.TryGetValue(path, out long[]? other) && other.Length == shape.Length
                ? new SampleAxis(GrowingDimension(shape, n, other, m), null) { Rows = DimensionOfRows(shape, other) }
                : SampleAxis.Shared;
        }

        MarkListElements(axes, forN.Count - forM.Count, n, m);
        return new SampleLayout(axes)
        {
            Uncounted = forN.Select(leaf => leaf.Path).FirstOrDefault(path => !axes[path].HasSamples
                && others.TryGetValue(path, out long[]? other)
                && !forN.First(leaf => leaf.Path == path).Shape.AsSpan().SequenceEqual(other)),
        };
    }

    /// <summary>What can be said from one number of samples alone: a dimension of that size, if there is just one.</summary>
    public static SampleLayout Guess(IReadOnlyList<(string Path, Tensor Tensor)> forN, long n) => new(forN.ToDictionary(
        leaf => leaf.Path,
        leaf => leaf.Tensor.shape.Count(size => size == n) == 1
            ? new SampleAxis(Array.IndexOf(leaf.Tensor.shape, n), null)
            : SampleAxis.Shared));

    private static int? GrowingDimension(long[] shapeN, long n, long[] shapeM, long m)
    {
        int[] growing = [.. Enumerable.Range(0, shapeN.Length).Where(d => shapeN[d] == n && shapeM[d] == m)];
        return growing.Length == 1 ? growing[0] : null;
    }

    private static int? DimensionOfRows(long[] shapeN, long[] shapeM)
    {
        int[] differing = [.. Enumerable.Range(0, shapeN.Length).Where(d => shapeN[d] != shapeM[d])];
        return differing.Length == 1 ? differing[0] : null;
    }

    /// <summary>A list that has one tensor a sample grows by tensors, not by a dimension.</summary>
    private static void MarkListElements(Dictionary<string, SampleAxis> axes, int grownBy, long n, long m)
    {
        if (n == m || grownBy == 0 || grownBy % (n - m) != 0)
        {
            return;
        }

        foreach (string path in axes.Keys.ToArray())
        {
            if (!axes[path].HasSamples && path.LastIndexOf('[') is var open and >= 0
                && long.TryParse(path.AsSpan(open + 1, path.IndexOf(']', open) - open - 1), out long element))
            {
                axes[path] = new SampleAxis(null, element);
            }
        }
    }
}
