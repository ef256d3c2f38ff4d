namespace TorchTrust.RightModels.Numerics;

/// <summary>Keeps dropout on in use, to see how unsure the network is (Gal and Ghahramani, 2016).</summary>
internal sealed class MonteCarloDropout : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _fc1 = Linear(6, 24);
    private readonly Module<Tensor, Tensor> _fc2 = Linear(24, 2);

    public MonteCarloDropout()
        : base(nameof(MonteCarloDropout)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MonteCarloDropout()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(MonteCarloDropout),
            undeclared,
            undeclared
                .IsRandomInEvalOnPurpose("The spread of several outputs measures the uncertainty.")
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Dropout is on in eval mode, on purpose.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = F.dropout(_fc1.call(input).relu(), 0.25, training: true);
        return _fc2.call(hidden).MoveToOuterDisposeScope();
    }
}
