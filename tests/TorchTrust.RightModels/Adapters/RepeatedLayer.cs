namespace TorchTrust.RightModels.Adapters;

/// <summary>One block that is listed three times, so that all layers share their parameters (ALBERT: Lan et al., 2020).</summary>
internal sealed class RepeatedLayer : Module<Tensor, Tensor>
{
    private const int Depth = 3;

    private readonly Linear _stem = Linear(7, 12);
    private readonly ModuleList<Module<Tensor, Tensor>> _layers = [];
    private readonly Linear _head = Linear(12, 4);

    public RepeatedLayer()
        : base(nameof(RepeatedLayer))
    {
        Sequential block = Sequential(LayerNorm(12), Linear(12, 24), GELU(), Linear(24, 12));
        for (int layer = 0; layer < Depth; layer++)
        {
            _layers.Add(block);
        }

        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new RepeatedLayer()).WithInput(n => randn(n, 7));
        return new RightModel(
            nameof(RepeatedLayer),
            undeclared,
            undeclared
                .SharesModulesOnPurpose("_layers.*", "All layers share their parameters.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Each parameter of the block has three names, and its gradient is the sum of three.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = _stem.call(input);
        foreach (Module<Tensor, Tensor> layer in _layers)
        {
            hidden = hidden + layer.call(hidden);
        }

        return _head.call(hidden).MoveToOuterDisposeScope();
    }
}
