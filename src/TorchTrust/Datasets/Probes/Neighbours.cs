using static TorchSharp.torch;

namespace TorchTrust.Datasets.Probes;

/// <summary>The nearest of known rows, by Euclidean distance.</summary>
internal static class Neighbours
{
    private const int Candidates = 4;

    /// <summary>
    /// For each row the distances to the nearest, the second nearest and a far one of the known ones, and which the nearest is. They are
    /// found by products in float32; the distances of the first are taken from differences in float64, which holds small ones.
    /// </summary>
    /// <param name="rows"><c>[n, d]</c>, float32.</param>
    /// <param name="known"><c>[m, d]</c>, float32, with m at least 5.</param>
    /// <param name="far">The place of the far one, from 1, at least 4.</param>
    /// <param name="own">For each row its own place among the known ones, which is left out; null if it has none.</param>
    public static IReadOnlyList<(double First, double Second, double Far, int Index)> Of(
        Tensor rows, Tensor known, int far, long[]? own = null)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor squares = rows.square().sum(dim: 1, keepdim: true) + known.square().sum(dim: 1) - rows.matmul(known.t()).mul(2);
        if (own is not null)
        {
            squares.scatter_(1, tensor(own).unsqueeze(1), full([own.Length, 1], float.PositiveInfinity));
        }

        (Tensor values, Tensor indexes) = squares.topk(far, dim: 1, largest: false);
        Tensor nearest = indexes.narrow(1, 0, Candidates);
        Tensor differences = known.index_select(0, nearest.flatten()).view(nearest.shape[0], Candidates, -1).to(ScalarType.Float64)
            - rows.unsqueeze(1).to(ScalarType.Float64);
        (Tensor distances, Tensor order) = differences.square().sum(dim: 2).sqrt().sort(dim: 1);
        long[] indices = [.. nearest.gather(1, order).select(1, 0).contiguous().data<long>()];
        double[] first = [.. distances.select(1, 0).contiguous().data<double>()];
        double[] second = [.. distances.select(1, 1).contiguous().data<double>()];
        double[] last = [.. values.select(1, far - 1).clamp(min: 0).sqrt().to(ScalarType.Float64).contiguous().data<double>()];
        return [.. indices.Select((index, at) => (first[at], second[at], last[at], (int)index))];
    }
}
