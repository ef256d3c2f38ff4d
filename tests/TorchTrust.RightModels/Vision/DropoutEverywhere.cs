namespace TorchTrust.RightModels.Vision;

/// <summary>Drops pixels, channels, units and attention, by modules and by functions.</summary>
internal sealed class DropoutEverywhere : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _inputDropout = Dropout(0.1);
    private readonly Module<Tensor, Tensor> _conv = Conv2d(2, 16, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _channelDropout = Dropout2d(0.2);
    private readonly Module<Tensor, Tensor> _fc1 = Linear(16 * 6 * 6, 24);
    private readonly Module<Tensor, Tensor> _alphaDropout = AlphaDropout(0.1);
    private readonly Module<Tensor, Tensor> _fc2 = Linear(24, 3);

    public DropoutEverywhere()
        : base(nameof(DropoutEverywhere)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new DropoutEverywhere()).WithInput(n => randn(n, 2, 6, 6));
        return new RightModel(
            nameof(DropoutEverywhere),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Dropout acts on the input itself and by a function that no module list shows; eval mode switches "
                + "all of it off.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _channelDropout.call(_conv.call(_inputDropout.call(images)).relu());
        Tensor hidden = _alphaDropout.call(F.selu(_fc1.call(features.flatten(1))));
        hidden = F.dropout(hidden, 0.3, training: training);
        return _fc2.call(hidden).MoveToOuterDisposeScope();
    }
}
