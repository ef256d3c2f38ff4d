namespace TorchTrust.RightModels.Sequences;

/// <summary>A function of sets: the order of the elements is of no account (Zaheer et al., 2017).</summary>
internal sealed class DeepSets : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _elements = Sequential(Linear(3, 16), Softplus(), Linear(16, 16));
    private readonly Module<Tensor, Tensor> _set = Sequential(Linear(32, 16), Tanh(), Linear(16, 2));

    public DeepSets()
        : base(nameof(DeepSets)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new DeepSets())
            .WithInputs(n => [randn(n, 6, 3), Make.ValidPositions(n, 6)]);
        return new RightModel(
            nameof(DeepSets),
            undeclared,
            undeclared
                .HasPadding(0, inputs => ((Tensor)inputs[1]!).logical_not())
                .IsInvariantTo("the order of the elements", inputs => [((Tensor)inputs[0]!).flip(1), ((Tensor)inputs[1]!).flip(1)])
                .AlsoTakes("four elements", n => [randn(n, 4, 3), Make.ValidPositions(n, 4)])
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Elements behind the mask have no influence and no gradient, and the maximum passes a gradient to "
                + "one element only.");
    }

    /// <param name="elements">Elements <c>[N, M, 3]</c>.</param>
    /// <param name="valid">Which of them exist, bool <c>[N, M]</c>, at least one of each set.</param>
    /// <returns>Values <c>[N, 2]</c>.</returns>
    public override Tensor forward(Tensor elements, Tensor valid)
    {
        using var scope = NewDisposeScope();
        Tensor absent = valid.logical_not().unsqueeze(2);
        Tensor features = _elements.call(elements);
        Tensor total = features.masked_fill(absent, 0).sum(dim: 1);
        Tensor largest = features.masked_fill(absent, float.NegativeInfinity).amax(1);
        Tensor mean = total / valid.sum(dim: 1, keepdim: true).to(total.dtype);
        return _set.call(cat([mean, largest], dim: 1)).MoveToOuterDisposeScope();
    }
}
