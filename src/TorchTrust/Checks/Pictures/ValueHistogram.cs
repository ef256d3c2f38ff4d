using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Pictures;

/// <summary>How the values of a tensor are spread. Those that are not finite are counted in the caption.</summary>
internal static class ValueHistogram
{
    private const int Bins = 40;

    /// <summary>The picture; null where there is no finite floating value.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="tensor">The tensor, of any shape.</param>
    /// <param name="when">When it held these values, in words that follow "values".</param>
    /// <param name="more">What else the caption says.</param>
    public static HistogramPicture? Draw(string title, Tensor tensor, string when, string more = "")
    {
        if (!tensor.is_floating_point())
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor all = tensor.detach().to(CPU).to(ScalarType.Float64).flatten();
        Tensor finite = all.masked_select(all.isfinite());
        if (finite.numel() == 0)
        {
            return null;
        }

        double lowest = finite.min().item<double>();
        double highest = finite.max().item<double>();
        double margin = highest > lowest ? 0 : Math.Max(Math.Abs(lowest), 1) / 2;
        double first = lowest - margin;
        double width = (highest + margin - first) / Bins;
        if (!double.IsFinite(width))
        {
            return null;
        }

        Tensor bins = (finite - first).div(width).floor().clamp(0, Bins - 1).to(ScalarType.Int64);
        long missing = all.numel() - finite.numel();
        return new HistogramPicture(
            title,
            "value",
            [.. Enumerable.Range(0, Bins + 1).Select(edge => first + (edge * width))],
            [.. bins.bincount(null, Bins).data<long>()])
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{finite.numel()} values {when}")
                + (missing > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {missing} more are not finite.") : ".") + more,
        };
    }
}
