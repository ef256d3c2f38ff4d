using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Finds units of a layer that start alike: rows of a matrix with the same bits that are not all zero.
/// </summary>
internal static class EqualRows
{
    /// <summary>
    /// The fewest elements for which equal rows are no chance: drawn elements of float32 carry 23 bits or more, so two rows of
    /// four are alike with probability 2⁻⁹², and among a million rows with less than 1e-16.
    /// </summary>
    public const long FewestElements = 4;

    /// <summary>A tensor as a matrix of units by weights; null where it is none, or its rows are too short.</summary>
    /// <param name="tensor">A parameter, such as <c>[out, in]</c>, <c>[out, in, k, k]</c> or <c>[1, positions, features]</c>.</param>
    public static Tensor? AsMatrix(Tensor tensor)
    {
        Tensor squeezed = tensor.detach().squeeze();
        return squeezed.dim() >= 2 && squeezed.numel() / squeezed.size(0) is >= FewestElements and var columns
            ? squeezed.reshape(squeezed.size(0), columns)
            : null;
    }

    /// <summary>The groups of rows that have the same bits and are not zero.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Find(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        if (AsMatrix(tensor) is not { } matrix)
        {
            return [];
        }

        Tensor onCpu = matrix.to(CPU).contiguous();
        ReadOnlySpan<byte> bytes = onCpu.bytes;
        int rowLength = bytes.Length / (int)onCpu.size(0);
        var buckets = new Dictionary<int, List<List<int>>>();
        for (int row = 0; row < onCpu.size(0); row++)
        {
            ReadOnlySpan<byte> content = bytes.Slice(row * rowLength, rowLength);
            if (content.IndexOfAnyExcept((byte)0) < 0)
            {
                continue;
            }

            var hash = new HashCode();
            hash.AddBytes(content);
            ref List<List<int>>? groups = ref CollectionsMarshal.GetValueRefOrAddDefault(
                buckets, hash.ToHashCode(), out bool _);
            groups ??= [];
            Add(groups, bytes, rowLength, row);
        }

        return [.. buckets.Values.SelectMany(groups => groups).Where(group => group.Count > 1)
            .OrderBy(group => group[0])];
    }

    private static void Add(List<List<int>> groups, ReadOnlySpan<byte> bytes, int rowLength, int row)
    {
        foreach (List<int> group in groups)
        {
            if (bytes.Slice(group[0] * rowLength, rowLength).SequenceEqual(bytes.Slice(row * rowLength, rowLength)))
            {
                group.Add(row);
                return;
            }
        }

        groups.Add([row]);
    }
}
