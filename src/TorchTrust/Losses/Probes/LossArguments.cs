using System.Globalization;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>The arguments of one call of a loss, their tensors in memory of the native allocator.</summary>
internal sealed class LossArguments
{
    /// <summary>Takes arguments.</summary>
    /// <param name="values">The arguments in order; every tensor is copied.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="isAltered">A check has changed the content, so a loss may be right to refuse it.</param>
    public LossArguments(object?[] values, long count, bool isAltered = false)
    {
        Values = (object?[])TensorTree.Map(values, (_, tensor) => TensorBits.NativeCopy(tensor))!;
        Count = count;
        IsAltered = isAltered;
    }

    /// <summary>The arguments in order, in the structures that the loss takes.</summary>
    public object?[] Values { get; }

    /// <summary>The number of samples.</summary>
    public long Count { get; }

    /// <summary>Whether a check has changed the content, so that a loss may be right to refuse it.</summary>
    public bool IsAltered { get; }

    /// <summary>The tensors, each with its path, such as <c>[0]</c> or <c>[1].Mean</c>.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Leaves => TensorTree.Flatten(Values);

    /// <summary>The tensor at a path.</summary>
    public Tensor this[string path] => Leaves.First(leaf => leaf.Path == path).Tensor;

    /// <summary>The tensors of one argument.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Of(int argument) => [.. Leaves.Where(leaf => ArgumentOf(leaf.Path) == argument)];

    /// <summary>The argument in which a path lies.</summary>
    public static int ArgumentOf(string path) =>
        int.Parse(path.AsSpan(1, path.IndexOf(']', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture);

    /// <summary>The same arguments with tensors replaced.</summary>
    public LossArguments With(Func<string, Tensor, Tensor> replace) =>
        new((object?[])TensorTree.Map(Values, replace)!, Count, isAltered: true);

    /// <summary>The batch with a sample of another one in the place of its own.</summary>
    public LossArguments WithSample(SampleLayout layout, long sample, LossArguments other)
    {
        Dictionary<string, Tensor> others = other.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        return With((path, tensor) => layout[path] switch
        {
            { Dimension: { } dimension } => Replaced(tensor, dimension, sample, others[path]),
            { Element: { } element } => element == sample ? others[path] : tensor,
            _ => tensor,
        });
    }

    /// <summary>The batch, and the same batch once more behind it; null where samples lie in a list.</summary>
    public LossArguments? Twice(SampleLayout layout) => layout.Elements.Any() ? null : new LossArguments(
        (object?[])TensorTree.Map(Values, (path, tensor) => layout[path].Dimension is { } dimension
            ? cat([tensor, tensor], dimension)
            : tensor)!,
        2 * Count,
        isAltered: true);

    private static Tensor Replaced(Tensor tensor, int dimension, long sample, Tensor other)
    {
        Tensor copy = tensor.clone();
        using Tensor place = copy.narrow(dimension, sample, 1);
        using Tensor content = other.narrow(dimension, sample, 1);
        place.copy_(content);
        return copy;
    }

    /// <summary>The same arguments with floating tensors as float64 and complex ones as complex128.</summary>
    public LossArguments InDouble() => new((object?[])TensorTree.Map(Values, (_, tensor) => tensor switch
    {
        _ when tensor.is_floating_point() => tensor.to(ScalarType.Float64),
        _ when tensor.is_complex() => tensor.to(ScalarType.ComplexFloat64),
        _ => tensor,
    })!, Count, IsAltered);
}
