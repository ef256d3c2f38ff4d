namespace TorchTrust.RightModels.Composite;

/// <summary>One hidden layer of eight thousand units.</summary>
internal sealed class VeryWide : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        Linear(12, 8192), ReLU(inplace: true), Linear(8192, 3));

    public VeryWide()
        : base(nameof(VeryWide)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new VeryWide()).WithInput(n => randn(n, 12));
        return new RightModel(
            nameof(VeryWide),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Sums over 8192 units round differently in another order, and many units are dead for any small "
                + "batch.");
    }

    public override Tensor forward(Tensor input) => _layers.call(input);
}
