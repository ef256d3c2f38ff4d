namespace TorchTrust.RightModels.Composite;

/// <summary>Two heads that give probabilities, with losses that take probabilities.</summary>
internal sealed class ProbabilityOutputs : Module<Tensor, (Tensor Classes, Tensor Flags)>
{
    private readonly Module<Tensor, Tensor> _trunk = Sequential(Linear(6, 16), Tanh());
    private readonly Linear _classes = Linear(16, 4);
    private readonly Linear _flags = Linear(16, 3);

    public ProbabilityOutputs()
        : base(nameof(ProbabilityOutputs)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ProbabilityOutputs()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(ProbabilityOutputs),
            undeclared,
            undeclared.WithLoss<(Tensor Classes, Tensor Flags)>((_, output) =>
            {
                using var scope = NewDisposeScope();
                Tensor labels = Losses.Labels(output.Classes.shape[0], 4, output.Classes.device);
                Tensor likelihood = F.nll_loss((output.Classes + 1e-9).log(), labels);
                Tensor flags = F.binary_cross_entropy(output.Flags, labels.remainder(2).unsqueeze(1).expand(-1, 3).to(output.Flags.dtype));
                return (likelihood + flags).MoveToOuterDisposeScope();
            }),
            "The outputs sum to one, or lie between zero and one, before a loss: right, since the loss takes them so.");
    }

    public override (Tensor Classes, Tensor Flags) forward(Tensor input)
    {
        using Tensor hidden = _trunk.call(input);
        using Tensor classes = _classes.call(hidden);
        using Tensor flags = _flags.call(hidden);
        return (classes.softmax(-1), flags.sigmoid());
    }
}
