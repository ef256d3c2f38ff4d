using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>What one call of a loss gave.</summary>
/// <param name="Value">The value, or the values of the samples, without a graph.</param>
/// <param name="HasGraph">Whether the value depends on anything that takes a gradient.</param>
/// <param name="Gradients">
/// The gradient of the sum of the values by each differentiated tensor of the arguments, by path; null where none came.
/// </param>
/// <param name="Noise">The state of the generator after the call.</param>
internal sealed record LossResult(Tensor Value, bool HasGraph, IReadOnlyDictionary<string, Tensor?> Gradients, Tensor Noise)
{
    /// <summary>The paths of the arguments that the call changed; empty where nobody looked.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Whether the value, or each of the values, is a finite number.</summary>
    public bool IsFinite => TensorContent.CountNonFinite(Value) is (0, 0);

    /// <summary>The paths of the gradients that came and are not finite.</summary>
    public IEnumerable<string> NotFinite =>
        Gradients.Where(entry => entry.Value is { } gradient && TensorContent.CountNonFinite(gradient) is not (0, 0))
            .Select(entry => entry.Key);

    /// <summary>Whether a gradient came to the tensor at a path, and is not 0 everywhere.</summary>
    public bool Reaches(string path) => Gradients.GetValueOrDefault(path) is { } gradient && TensorDistance.Scale(gradient) > 0;

    /// <summary>The sum of the values.</summary>
    public double Total
    {
        get
        {
            using Tensor wide = Value.to(ScalarType.Float64);
            using Tensor sum = wide.sum();
            return sum.item<double>();
        }
    }
}
