using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A part of inputs or outputs: what belongs to a sample, to positions, or to what a mask leaves.</summary>
internal abstract class Region
{
    /// <summary>The part of a tensor that belongs to the region; null where none does.</summary>
    /// <param name="path">The path of the tensor in its structure.</param>
    /// <param name="tensor">The tensor.</param>
    public abstract Tensor? Of(string path, Tensor tensor);

    /// <summary>A copy of the inputs in which the region's content comes from other inputs of the same shapes.</summary>
    public virtual ModelInputs Replace(ModelInputs inputs, ModelInputs with)
    {
        Dictionary<string, Tensor> others = with.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        using IDisposable _ = no_grad();
        return inputs.With((path, tensor) => Replace(path, tensor, others[path]));
    }

    /// <summary>A copy of a tensor in which the region's content comes from another of the same shape.</summary>
    protected virtual Tensor Replace(string path, Tensor tensor, Tensor with)
    {
        Tensor copy = tensor.detach().clone();
        if (Of(path, copy) is { } part)
        {
            part.copy_(Of(path, with)!);
        }

        return copy;
    }
}
