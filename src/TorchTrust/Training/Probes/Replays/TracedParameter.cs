using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>What is known of a parameter at the end of a trace.</summary>
/// <param name="Path">Its path.</param>
/// <param name="IsTrainable">Whether it requires a gradient.</param>
/// <param name="Largest">Its largest magnitude.</param>
internal sealed record TracedParameter(string Path, bool IsTrainable, double Largest)
{
    /// <summary>Looks at a parameter.</summary>
    public static TracedParameter Of((string Path, Parameter Parameter) entry)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        double largest = entry.Parameter.numel() == 0 ? 0 : entry.Parameter.detach().abs().max().to(ScalarType.Float64).item<double>();
        return new TracedParameter(entry.Path, entry.Parameter.requires_grad, largest);
    }
}
