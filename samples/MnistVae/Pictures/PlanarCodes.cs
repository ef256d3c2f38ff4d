using static TorchSharp.torch;

namespace MnistVae.Pictures;

/// <summary>Latent codes in a plane.</summary>
/// <param name="Points">One point a code.</param>
/// <param name="Horizontal">What the first coordinate is.</param>
/// <param name="Vertical">What the second coordinate is.</param>
internal sealed record PlanarCodes(IReadOnlyList<(double X, double Y)> Points, string Horizontal, string Vertical)
{
    /// <summary>
    /// Two values are taken as they are, more are projected onto the two principal components of the codes, and a
    /// single one gets 0 as its second coordinate.
    /// </summary>
    /// <param name="codes">Codes, <c>[N, latent]</c>.</param>
    /// <exception cref="ArgumentException">These are no codes, or fewer than two.</exception>
    public static PlanarCodes From(Tensor codes)
    {
        if (codes.dim() != 2 || codes.shape[0] < 2 || codes.shape[1] < 1)
        {
            throw new ArgumentException(
                $"The codes have the shape [{string.Join(", ", codes.shape)}]; expected is [N, latent] with at least two "
                    + "codes.",
                nameof(codes));
        }

        using var scope = NewDisposeScope();
        Tensor exact = codes.detach().cpu().to(float64);
        return codes.shape[1] switch
        {
            1 => new PlanarCodes(Rows(cat([exact, zeros_like(exact)], dim: 1)), "latent value", string.Empty),
            2 => new PlanarCodes(Rows(exact), "latent value 1", "latent value 2"),
            _ => Project(exact),
        };
    }

    private static PlanarCodes Project(Tensor codes)
    {
        Tensor centred = codes - codes.mean([0L], keepdim: true);
        (_, Tensor singular, Tensor directions) = linalg.svd(centred, fullMatrices: false);
        Tensor axes = directions.narrow(0, 0, 2);

        // A singular vector is known up to its sign: the largest component is made positive.
        Tensor largest = axes.abs().argmax(1, keepdim: true);
        axes = axes * axes.gather(1, largest).sign();
        double[] variances = singular.square().data<double>().ToArray();
        double total = Math.Max(variances.Sum(), double.Epsilon);
        return new PlanarCodes(
            Rows(centred.matmul(axes.t())),
            FormattableString.Invariant($"first principal component ({variances[0] / total:P0} of the variance)"),
            FormattableString.Invariant($"second principal component ({variances[1] / total:P0} of the variance)"));
    }

    private static (double X, double Y)[] Rows(Tensor points)
    {
        double[] values = points.contiguous().data<double>().ToArray();
        var rows = new (double X, double Y)[values.Length / 2];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (values[2 * i], values[(2 * i) + 1]);
        }

        return rows;
    }
}
