namespace TorchTrust.RightModels.Adapters;

/// <summary>
/// Trains a head on the features of a fixed network, which stays in eval mode whatever the head does.
/// </summary>
internal sealed class FrozenBackbone : Module<Tensor, Tensor>
{
    private readonly Sequential _backbone = Sequential(
        Conv2d(3, 16, kernel_size: 3, padding: 1), BatchNorm2d(16), ReLU(), Dropout(0.3),
        AdaptiveAvgPool2d(2), Flatten());

    private readonly Module<Tensor, Tensor> _head = Linear(64, 5);

    public FrozenBackbone()
        : base(nameof(FrozenBackbone))
    {
        RegisterComponents();
        foreach (Parameter parameter in _backbone.parameters())
        {
            parameter.requires_grad = false;
        }

        _backbone.eval();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new FrozenBackbone()).WithInput(n => randn(n, 3, 8, 8));
        return new RightModel(
            nameof(FrozenBackbone),
            undeclared,
            undeclared
                .FreezesOnPurpose("_backbone.*", "The features are taken as they are.")
                .LoadsWeights<FrozenBackbone>(
                    model => TrainedElsewhere.Fill(model._backbone.state_dict(), name => $"features.{name}"), except: "_head.*")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The backbone is called by forward, so no hook of it fires, it has no graph, and it stays in eval "
                + "mode in training.");
    }

    public override void train(bool train = true)
    {
        base.train(train);
        _backbone.eval();
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return _head.call(Features(images)).MoveToOuterDisposeScope();
    }

    private Tensor Features(Tensor images)
    {
        using var _ = no_grad();
        return _backbone.forward(images);
    }
}
