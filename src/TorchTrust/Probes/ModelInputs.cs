using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The arguments of one call, their tensors in memory of the native allocator.</summary>
/// <param name="arguments">What the subject's recipe made; every tensor is copied.</param>
/// <param name="count">The number of samples.</param>
internal sealed class ModelInputs(object?[] arguments, long count)
{
    /// <summary>The arguments, in the structure that the model takes.</summary>
    public object?[] Arguments { get; } =
        (object?[])TensorTree.Map(arguments, (_, tensor) => TensorBits.NativeCopy(tensor).requires_grad_(tensor.requires_grad))!;

    /// <summary>The number of samples.</summary>
    public long Count { get; } = count;

    /// <summary>The tensors, each with its path.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Leaves => TensorTree.Flatten(Arguments);

    /// <summary>The same arguments with tensors replaced.</summary>
    public ModelInputs With(Func<string, Tensor, Tensor> replace) =>
        new((object?[])TensorTree.Map(Arguments, replace)!, Count);

    /// <summary>The same arguments with one sample's content taken from other arguments.</summary>
    public ModelInputs WithSample(long sample, ModelInputs other, SampleLayout layout)
    {
        Dictionary<string, Tensor> others = other.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        return With((path, tensor) =>
        {
            SampleAxis axis = layout[path];
            if (!axis.HasSamples || !axis.Holds(sample))
            {
                return tensor;
            }

            using IDisposable _ = no_grad();
            Tensor copy = tensor.clone();
            axis.Of(copy, sample).copy_(axis.Of(others[path], sample));
            return copy;
        });
    }
}
