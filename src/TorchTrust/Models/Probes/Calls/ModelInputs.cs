using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>The arguments of one call, their tensors in memory of the native allocator.</summary>
internal sealed class ModelInputs
{
    private readonly SampleRecipe? _recipe;
    private readonly bool _isDouble;

    /// <summary>Takes arguments.</summary>
    /// <param name="arguments">What the subject's recipe made; every tensor is copied.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="isAltered">A check has changed the content, so a model may be right to refuse it.</param>
    public ModelInputs(object?[] arguments, long count, bool isAltered = false)
        : this(arguments, count, isAltered, null, null, isDouble: false)
    {
    }

    private ModelInputs(
        object?[] arguments, long count, bool isAltered, IReadOnlyList<object?>? samples, SampleRecipe? recipe, bool isDouble)
    {
        Arguments =
            (object?[])TensorTree.Map(arguments, (_, tensor) => TensorBits.NativeCopy(tensor).requires_grad_(tensor.requires_grad))!;
        Count = count;
        IsAltered = isAltered;
        Samples = samples;
        _recipe = recipe;
        _isDouble = isDouble;
    }

    /// <summary>The arguments, in the structure that the model takes.</summary>
    public object?[] Arguments { get; }

    /// <summary>Whether a check has changed the content, so that a model may be right to refuse it.</summary>
    public bool IsAltered { get; }

    /// <summary>
    /// Whether a call gets these very tensors, and not copies: a model that changes its inputs would give other outputs at the
    /// next call.
    /// </summary>
    public bool AreLent { get; init; }

    /// <summary>Whether the arguments are other ones than the samples are collated to.</summary>
    private bool AreDeclared { get; init; }

    /// <summary>The number of samples.</summary>
    public long Count { get; }

    /// <summary>The samples that the arguments were collated from; null where they were made at once.</summary>
    public IReadOnlyList<object?>? Samples { get; }

    /// <summary>The tensors, each with its path.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Leaves => TensorTree.Flatten(Arguments);

    /// <summary>Collates samples.</summary>
    /// <exception cref="SubjectException">The user's own collation threw.</exception>
    public static ModelInputs Collate(SampleRecipe recipe, IReadOnlyList<object?> samples, bool isDouble = false, bool isAltered = false)
    {
        object?[] own = [.. samples.Select(sample =>
            TensorTree.Map(sample, (_, tensor) => isDouble ? Wide(TensorBits.NativeCopy(tensor)) : TensorBits.NativeCopy(tensor)))];
        object?[] arguments = SubjectException.Guard($"collating {own.Length} samples", () => recipe.Collate(own));
        return new ModelInputs(isDouble ? Wide(arguments) : arguments, own.Length, isAltered, own, recipe, isDouble);
    }

    /// <summary>
    /// The same call with other arguments, which the user has declared to be as good: a model is wrong to refuse them. Where these came
    /// from samples, they stay, so that the output is split as before.
    /// </summary>
    public ModelInputs Declared(object?[] arguments) =>
        new(arguments, Count, IsAltered, Samples, _recipe, _isDouble) { AreDeclared = true };

    /// <summary>The same arguments with tensors replaced; where they came from samples, these stay.</summary>
    public ModelInputs With(Func<string, Tensor, Tensor> replace) =>
        new((object?[])TensorTree.Map(Arguments, replace)!, Count, isAltered: true, Samples, _recipe, _isDouble);

    /// <summary>The same with each tensor replaced, before collation where the arguments came from samples.</summary>
    public ModelInputs WithEach(Func<Tensor, Tensor> replace) => Samples is null || AreDeclared
        ? With((_, tensor) => replace(tensor))
        : Collate(
            _recipe!, [.. Samples.Select(sample => TensorTree.Map(sample, (_, tensor) => replace(tensor)))], _isDouble, isAltered: true);

    /// <summary>
    /// The same with one sample taken from other inputs; unchanged where that has other sizes, since then all that lies behind
    /// it in the batch moves.
    /// </summary>
    public ModelInputs WithSample(long sample, ModelInputs other)
    {
        object? replacement = other.Samples![(int)sample];
        if (!HaveEqualShapes(TensorTree.Flatten(Samples![(int)sample]), TensorTree.Flatten(replacement)))
        {
            return this;
        }

        ModelInputs changed = Collate(
            _recipe!, [.. Samples.Select((own, index) => index == sample ? replacement : own)], _isDouble, isAltered: true);
        return HaveEqualShapes(Leaves, changed.Leaves) ? changed : this;
    }

    /// <summary>Some of the samples in another order, collated anew.</summary>
    public ModelInputs Arranged(IReadOnlyList<long> order) =>
        Collate(_recipe!, [.. order.Select(sample => Samples![(int)sample])], _isDouble, isAltered: true);

    /// <summary>What a call is given of some arguments: copies through which gradients reach these, unless they are lent.</summary>
    public object?[] Given(object?[] arguments) =>
        AreLent ? arguments : (object?[])TensorTree.Map(arguments, (_, tensor) => tensor.clone())!;

    /// <summary>The same arguments, lent to each call.</summary>
    public ModelInputs Lent() => new(Arguments, Count, IsAltered, Samples, _recipe, _isDouble) { AreLent = true };

    /// <summary>The parts of an output that belong to each sample; null where it is not declared how to split it.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)>? Split(object? output) => _recipe?.Split is { } split
        ? TensorTree.Flatten(SubjectException.Guard($"splitting the output of {Count} samples", () => split(output, Samples!).ToArray()))
        : null;

    /// <summary>The same arguments with floating tensors as float64.</summary>
    public ModelInputs InDouble() => Samples is null
        ? new ModelInputs(Wide(Arguments), Count, IsAltered)
        : Collate(_recipe!, Samples, isDouble: true, IsAltered);

    /// <summary>Arguments with floating tensors as float64.</summary>
    public static object?[] Wide(object?[] arguments) => (object?[])TensorTree.Map(arguments, (_, tensor) => Wide(tensor))!;

    private static Tensor Wide(Tensor tensor) => tensor switch
    {
        _ when tensor.is_floating_point() => tensor.to(ScalarType.Float64),
        _ when tensor.is_complex() => tensor.to(ScalarType.ComplexFloat64),
        _ => tensor,
    };

    private static bool HaveEqualShapes(IReadOnlyList<(string Path, Tensor Tensor)> a, IReadOnlyList<(string Path, Tensor Tensor)> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => pair.First.Path == pair.Second.Path
            && pair.First.Tensor.dtype == pair.Second.Tensor.dtype
            && pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape));
}
