using System.Globalization;
using TorchTrust.Checks.Pictures;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Pictures;

/// <summary>How the values of parameters are spread.</summary>
internal static class WeightPictures
{
    private const int MostPictures = 3;

    /// <summary>Histograms of the parameters that findings name, of the first few of them.</summary>
    public static IEnumerable<Picture> Draw(ModelSession session, IReadOnlyList<Finding> findings)
    {
        IReadOnlyDictionary<string, ObjectGraphNode> tensors = BuiltInstance.TensorsOf(session.Model);
        string[] paths =
            [.. findings.Select(finding => finding.Parameter).OfType<string>().Where(tensors.ContainsKey).Distinct()];
        string cut = paths.Length > MostPictures
            ? string.Create(CultureInfo.InvariantCulture, $" {MostPictures} of {paths.Length} tensors are shown.")
            : "";
        return paths.Take(MostPictures)
            .Select(path => ValueHistogram.Draw($"Values of {path}", (Tensor)tensors[path].Value, "as built", cut))
            .OfType<Picture>();
    }
}
