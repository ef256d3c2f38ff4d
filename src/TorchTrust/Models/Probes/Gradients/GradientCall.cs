using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>One call of a module, with what the backward pass brought to its output.</summary>
/// <param name="Path">The path of the module.</param>
/// <param name="Module">The module.</param>
/// <param name="GradientsEnabled">Whether gradients were recorded while it was called.</param>
/// <param name="Outputs">Its floating outputs that carry a graph, kept with their gradients.</param>
internal sealed record GradientCall(string Path, nn.Module Module, bool GradientsEnabled, IReadOnlyList<Tensor> Outputs)
{
    /// <summary>Whether a gradient came back to an output.</summary>
    public bool GotGradient => Outputs.Any(output => output.grad is not null);

    /// <summary>Whether a gradient that came back holds NaN or infinity.</summary>
    public bool GotNonFinite =>
        Outputs.Any(output => output.grad is { } gradient && !gradient.isfinite().all().item<bool>());
}
