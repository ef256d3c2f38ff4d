using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What one call gave, without its graph and in memory of its own, until it is disposed.</summary>
internal sealed class KeptResult : IDisposable
{
    /// <summary>Copies a result.</summary>
    /// <param name="result">The result, whatever becomes of it.</param>
    public KeptResult(ForwardResult result) =>
        Result = new ForwardResult(TensorTree.Map(result.Output, (_, tensor) => Copy(tensor)), Copy(result.Noise));

    /// <summary>The copy.</summary>
    public ForwardResult Result { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Result.Noise.Dispose();
        foreach ((string _, Tensor tensor) in Result.Leaves)
        {
            tensor.Dispose();
        }
    }

    private static Tensor Copy(Tensor tensor) => TensorBits.NativeCopy(tensor).DetachFromDisposeScope();
}
