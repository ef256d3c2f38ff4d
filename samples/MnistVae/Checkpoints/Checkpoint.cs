using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>The state of a training run: a manifest and named tensors. Owns the tensors.</summary>
/// <param name="manifest">What the checkpoint says about itself.</param>
/// <param name="tensors">The tensors, on the CPU and contiguous; disposed with the checkpoint.</param>
public sealed class Checkpoint(CheckpointManifest manifest, IReadOnlyDictionary<string, Tensor> tensors) : IDisposable
{
    /// <summary>What the checkpoint says about itself.</summary>
    public CheckpointManifest Manifest => manifest;

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
