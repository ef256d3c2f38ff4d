using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The arguments of one call, their tensors in memory of the native allocator.</summary>
/// <param name="arguments">What the subject's recipe made; every tensor is copied.</param>
/// <param name="count">The number of samples.</param>
/// <param name="isAltered">A check has changed the content, so a model may be right to refuse it.</param>
internal sealed class ModelInputs(object?[] arguments, long count, bool isAltered = false)
{
    /// <summary>The arguments, in the structure that the model takes.</summary>
    public object?[] Arguments { get; } =
        (object?[])TensorTree.Map(arguments, (_, tensor) => TensorBits.NativeCopy(tensor).requires_grad_(tensor.requires_grad))!;

    /// <summary>Whether a check has changed the content, so that a model may be right to refuse it.</summary>
    public bool IsAltered { get; } = isAltered;

    /// <summary>The number of samples.</summary>
    public long Count { get; } = count;

    /// <summary>The tensors, each with its path.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Leaves => TensorTree.Flatten(Arguments);

    /// <summary>The same arguments with tensors replaced.</summary>
    public ModelInputs With(Func<string, Tensor, Tensor> replace) =>
        new((object?[])TensorTree.Map(Arguments, replace)!, Count, isAltered: true);

    /// <summary>The same arguments with floating tensors as float64.</summary>
    public ModelInputs InDouble() => new(
        (object?[])TensorTree.Map(Arguments, (_, tensor) => tensor switch
        {
            _ when tensor.is_floating_point() => tensor.to(ScalarType.Float64),
            _ when tensor.is_complex() => tensor.to(ScalarType.ComplexFloat64),
            _ => tensor,
        })!,
        Count,
        IsAltered);
}
