using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>The tensors of a batch, and the same batch with other content and the same shapes.</summary>
internal static class BatchTensors
{
    /// <summary>The paths of the tensors of a batch; empty where steps take none.</summary>
    public static IEnumerable<string> Paths(TrainingSession session)
    {
        using LiveLoop loop = session.Fresh();
        return [.. TensorTree.Flatten(loop.Batch(0)).Select(leaf => leaf.Path)];
    }

    /// <summary>The same batch with all floating tensors scaled.</summary>
    public static object? Scaled(object? batch, double factor) => TensorTree.Map(
        batch, (_, tensor) => tensor.is_floating_point() ? tensor.detach().mul(factor).requires_grad_(tensor.requires_grad) : tensor);

    /// <summary>
    /// The same batch with one tensor of another; null where the other has none of the same shape and dtype, or the same bits.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="other">The other one.</param>
    /// <param name="path">The path of the tensor.</param>
    public static object? With(object? batch, object? other, string path)
    {
        Tensor? tensor = Find(batch, path);
        Tensor? replacement = Find(other, path);
        return tensor is null || replacement is null || tensor.dtype != replacement.dtype || !tensor.shape.AsSpan()
            .SequenceEqual(replacement.shape)
            || TensorBits.AreEqual(tensor, replacement)
            ? null
            : TensorTree.Map(batch, (leaf, each) => leaf == path ? replacement : each);
    }

    /// <summary>The first dimension that all tensors of a batch have in common; null where there is none, or where it is one.</summary>
    public static long? CommonSize(object? batch) =>
        TensorTree.Flatten(batch).Select(leaf => leaf.Tensor.dim() == 0 ? 0 : leaf.Tensor.shape[0]).Distinct()
            .ToArray() is [>= 2 and var size] ? size : null;

    /// <summary>Two batches as one, along the first dimension; null where their tensors do not fit.</summary>
    public static object? Joined(object? one, object? other)
    {
        Dictionary<string, Tensor> tensors = TensorTree.Flatten(other).ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        bool fits = TensorTree.Flatten(one).All(leaf => tensors.TryGetValue(leaf.Path, out Tensor? tensor)
            && leaf.Tensor.dtype == tensor.dtype && leaf.Tensor.dim() > 0 && leaf.Tensor.shape.AsSpan(1)
                .SequenceEqual(tensor.shape.AsSpan(1)));
        return fits ? TensorTree.Map(one, (path, tensor) => cat([tensor, tensors[path]])) : null;
    }

    /// <summary>The same batch with one sample of another batch, wherever the shapes agree.</summary>
    public static object? WithSample(object? batch, object? other, long sample) => TensorTree.Map(batch, (path, tensor) =>
    {
        if (Find(other, path) is not { } replacement || !replacement.shape.AsSpan().SequenceEqual(tensor.shape) || tensor.dim() == 0
            || tensor.shape[0] <= sample)
        {
            return tensor;
        }

        using IDisposable _ = no_grad();
        Tensor changed = TensorBits.NativeCopy(tensor);
        changed[sample] = replacement[sample];
        return changed.requires_grad_(tensor.requires_grad);
    });

    /// <summary>A tensor of a batch; null where there is none of that path.</summary>
    public static Tensor? Find(object? batch, string path) =>
        TensorTree.Flatten(batch).Where(leaf => leaf.Path == path).Select(leaf => leaf.Tensor).FirstOrDefault();
}
