using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>What is kept of one gradient at an update.</summary>
/// <param name="Norm">The Euclidean norm.</param>
/// <param name="Largest">The largest magnitude.</param>
/// <param name="Hash">A hash of its bits.</param>
internal readonly record struct GradientSummary(double Norm, double Largest, int Hash)
{
    /// <summary>Whether it is finite, and moves something.</summary>
    public bool Acts => double.IsFinite(Norm) && Largest > 0;

    /// <summary>Looks at a gradient.</summary>
    public static GradientSummary Of(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        var hash = new HashCode();
        TensorBits.AddTo(ref hash, gradient);
        if (gradient.numel() == 0)
        {
            return new GradientSummary(0, 0, hash.ToHashCode());
        }

        Tensor wide = (gradient.is_sparse ? gradient.to_dense() : gradient).abs().to(ScalarType.Float64);
        return new GradientSummary(wide.square().sum().sqrt().item<double>(), wide.max().item<double>(), hash.ToHashCode());
    }
}
