using System.Globalization;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Pictures;

/// <summary>How the values of parameters are spread.</summary>
internal static class WeightPictures
{
    private const int MostPictures = 3;
    private const int Bins = 40;

    /// <summary>Histograms of the parameters that findings name, of the first few of them.</summary>
    public static IEnumerable<Picture> Draw(ModelSession session, IReadOnlyList<Finding> findings)
    {
        IReadOnlyDictionary<string, ObjectGraphNode> tensors = BuiltInstance.TensorsOf(session.Model);
        string[] paths = [.. findings.Select(finding => finding.Parameter).OfType<string>().Where(tensors.ContainsKey).Distinct()];
        string cut = paths.Length > MostPictures
            ? string.Create(CultureInfo.InvariantCulture, $" {MostPictures} of {paths.Length} tensors are shown.")
            : "";
        return paths.Take(MostPictures).Select(path => Draw(path, (Tensor)tensors[path].Value, cut)).OfType<Picture>();
    }

    private static HistogramPicture? Draw(string path, Tensor tensor, string cut)
    {
        if (!tensor.is_floating_point() || tensor.numel() == 0)
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
        double width = (highest - lowest + (2 * margin)) / Bins;
        if (!double.IsFinite(width))
        {
            return null;
        }

        Tensor bins = (finite - (lowest - margin)).div(width).floor().clamp(0, Bins - 1).to(ScalarType.Int64);
        long missing = all.numel() - finite.numel();
        return new HistogramPicture(
            $"Values of {path}",
            "value",
            [.. Enumerable.Range(0, Bins + 1).Select(edge => lowest - margin + (edge * width))],
            [.. bins.bincount(null, Bins).data<long>()])
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{finite.numel()} values as built")
                + (missing > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {missing} more are not finite.") : ".") + cut,
        };
    }
}
