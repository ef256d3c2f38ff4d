namespace TorchTrust.RightModels.Composite;

/// <summary>One network makes the weights with which another treats the same sample (Ha et al., 2017).</summary>
internal sealed class HyperNetwork : Module<HyperNetwork.Input, Tensor>
{
    private readonly Module<Tensor, Tensor> _maker = Sequential(Linear(3, 16), ReLU(), Linear(16, 12));

    public HyperNetwork()
        : base(nameof(HyperNetwork)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new HyperNetwork())
            .WithInputs(n => [new Input(randn(n, 3), (randn(n, 4), randn(n, 3)))]);
        return new RightModel(
            nameof(HyperNetwork),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "The one argument is a record that holds a tensor and a tuple of two, and the weights are outputs "
                + "of a layer.");
    }

    public override Tensor forward(Input input)
    {
        using var scope = NewDisposeScope();
        Tensor weights = _maker.call(input.Condition).view(-1, 3, 4);
        Tensor values = bmm(weights, input.Signals.Values.unsqueeze(2)).squeeze(2);
        return (values + input.Signals.Offset).MoveToOuterDisposeScope();
    }

    /// <summary>A condition <c>[N, 3]</c>, values <c>[N, 4]</c> and an offset <c>[N, 3]</c>.</summary>
    internal sealed record Input(Tensor Condition, (Tensor Values, Tensor Offset) Signals);
}
