namespace TorchTrust.RightModels.Vision;

/// <summary>Residual blocks that are skipped at random, for each sample on its own (Huang et al., 2016).</summary>
internal sealed class StochasticDepthNet : Module<Tensor, Tensor>
{
    private const int Depth = 4;

    private readonly Module<Tensor, Tensor> _stem = Conv2d(3, 16, kernel_size: 3, padding: 1);
    private readonly ModuleList<Module<Tensor, Tensor>> _blocks = new(
        [.. Enumerable.Range(0, Depth).Select(_ => Sequential(
            BatchNorm2d(16), SiLU(), Conv2d(16, 16, kernel_size: 3, padding: 1)))]);

    private readonly Module<Tensor, Tensor> _head = Linear(16, 4);

    public StochasticDepthNet()
        : base(nameof(StochasticDepthNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new StochasticDepthNet()).WithInput(n => randn(n, 3, 8, 8));
        return new RightModel(
            nameof(StochasticDepthNet),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "In training a block may be dropped for every sample at once, and then has no gradient in that step; its "
                + "comparison with a number makes a tensor without dimensions on the default device, which is right.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _stem.call(images);
        for (int i = 0; i < Depth; i++)
        {
            double survival = 1 - (0.5 * (i + 1) / Depth);
            features = features + DropPath(_blocks[i].call(features), survival);
        }

        return _head.call(features.mean([2, 3])).MoveToOuterDisposeScope();
    }

    private Tensor DropPath(Tensor branch, double survival)
    {
        if (!training)
        {
            return branch;
        }

        Tensor draw = rand([branch.shape[0], 1, 1, 1], dtype: branch.dtype, device: branch.device);
        Tensor survives = draw.less(survival).to(branch.dtype);
        return branch * survives / survival;
    }
}
