using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A call of the user's own code whose tensor does not lie where its neighbours lie, if those are moved.</summary>
/// <param name="Site">The call.</param>
/// <param name="Origin">Where it has the device from.</param>
/// <param name="Shape">The shape of what it gave first.</param>
/// <param name="Dtype">Its dtype.</param>
/// <param name="IsKept">Whether the device came out of a field of the model, where it may be the one that the model was built for.</param>
internal sealed record StrayCall(CallSite Site, DeviceOrigin Origin, long[] Shape, ScalarType Dtype, bool IsKept)
{
    /// <summary>What it does, in words, such as <c>torch.zeros in Net.forward (Net.cs:12) makes a tensor …</c>.</summary>
    public string Describe() => $"{Site} {(Site.Kind == CallKind.Move ? "puts" : "makes")} a tensor of shape [{string.Join(", ", Shape)}] "
        + $"and type {Dtype} "
        + (Origin == DeviceOrigin.Default
            ? "on the default device"
            : IsKept
            ? "on a device that the model keeps"
            : "on a device that is written there");

    /// <summary>The line in the source; null without symbols.</summary>
    public SourceLocation? Source => Site.Place.File is { } file ? new SourceLocation(file, Site.Place.Line) : null;
}
