namespace TorchTrust.RightModels.Vision;

/// <summary>LeNet-5 with its tanh and average pooling (LeCun et al., 1998).</summary>
internal sealed class LeNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _conv1 = Conv2d(1, 6, kernel_size: 5, padding: 2);
    private readonly Module<Tensor, Tensor> _conv2 = Conv2d(6, 16, kernel_size: 5);
    private readonly Module<Tensor, Tensor> _pool = AvgPool2d(2);
    private readonly Module<Tensor, Tensor> _fc1 = Linear(16 * 5 * 5, 120);
    private readonly Module<Tensor, Tensor> _fc2 = Linear(120, 84);
    private readonly Module<Tensor, Tensor> _fc3 = Linear(84, 10);

    public LeNet()
        : base(nameof(LeNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new LeNet()).WithInput(n => rand(n, 1, 28, 28));
        return new RightModel(
            nameof(LeNet),
            undeclared,
            undeclared.WithInputRange(0, 1).WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "One pooling module serves twice, and the first linear layer takes one image size only.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _pool.call(_conv1.call(images).tanh());
        features = _pool.call(_conv2.call(features).tanh());
        Tensor hidden = _fc2.call(_fc1.call(features.flatten(1)).tanh()).tanh();
        return _fc3.call(hidden).MoveToOuterDisposeScope();
    }
}
