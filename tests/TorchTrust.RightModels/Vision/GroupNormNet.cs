namespace TorchTrust.RightModels.Vision;

/// <summary>Convolutions with group normalization (Wu and He, 2018), initialised by hand.</summary>
internal sealed class GroupNormNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features = Sequential(
        Conv2d(3, 16, kernel_size: 3, padding: 1),
        GroupNorm(4, 16),
        GELU(),
        Conv2d(16, 32, kernel_size: 3, stride: 2, padding: 1),
        GroupNorm(8, 32),
        GELU());

    private readonly Module<Tensor, Tensor> _head = Linear(32, 5);

    public GroupNormNet()
        : base(nameof(GroupNormNet))
    {
        RegisterComponents();

        // TorchSharp 0.107 leaves the scale and shift of a group normalization uninitialised.
        foreach (GroupNorm norm in modules().OfType<GroupNorm>())
        {
            init.ones_(norm.weight);
            init.zeros_(norm.bias!);
        }
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new GroupNormNet()).WithInput(n => randn(n, 3, 12, 12));
        return new RightModel(
            nameof(GroupNormNet),
            undeclared,
            undeclared
                .AlsoTakes("9 by 15 pixels", n => [randn(n, 3, 9, 15)])
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The memory of the normalizations is uninitialised until the constructor's last lines set it.");
    }

    public override Tensor forward(Tensor images)
    {
        using Tensor features = _features.call(images);
        using Tensor pooled = features.mean([2, 3]);
        return _head.call(pooled);
    }
}
