using TorchTrust.Checks.Pictures;

namespace TorchTrust.Models.Checks.Pictures;

/// <summary>How much gradient arrives at each parameter, from the first module to the last.</summary>
internal static class GradientPicture
{
    /// <summary>The picture; null where no gradient was read.</summary>
    /// <param name="parameters">The parameters that are meant to learn, in their order.</param>
    /// <param name="sizes">The root mean square of the gradient, by the path of the parameter; absent where none arrives.</param>
    /// <param name="findings">What the check found.</param>
    /// <param name="of">What the gradient is taken of.</param>
    public static BarPicture? Draw(
        IReadOnlyList<string> parameters, IReadOnlyDictionary<string, double> sizes, IReadOnlyList<Finding> findings, string of)
    {
        HashSet<string> culprits = [.. findings.Select(finding => finding.Parameter).OfType<string>()];
        return sizes.Count == 0
            ? null
            : PictureSize.Bars(
                "Gradient that arrives at each parameter",
                $"root mean square of the gradient of {of}",
                [.. parameters.Select(path => new Bar(path, sizes.GetValueOrDefault(path)) { IsCulprit = culprits.Contains(path) })],
                "One batch, at the weights as built. A parameter without a bar gets no gradient.");
    }
}
