namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Draws its weights from a learnt distribution in training and takes their mean in use (Blundell et al.,
/// 2015).
/// </summary>
internal sealed class BayesianLinear : Module<Tensor, (Tensor Prediction, Tensor Divergence)>
{
    private readonly Parameter _mean = Parameter(randn(1, 5) * 0.1);
    private readonly Parameter _logDeviation = Parameter(full(1, 5, -3f));

    public BayesianLinear()
        : base(nameof(BayesianLinear)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new BayesianLinear()).WithInput(n => randn(n, 5));
        return new RightModel(
            nameof(BayesianLinear),
            undeclared,
            undeclared.WithLoss<(Tensor Prediction, Tensor Divergence)>((_, output) =>
            {
                using Tensor error = Losses.Regression(output.Prediction);
                return error + (output.Divergence * 0.01);
            }),
            "All samples share the noise of the weights, and one output is a number for the whole model, not "
                + "for a sample.");
    }

    public override (Tensor Prediction, Tensor Divergence) forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor deviation = _logDeviation.exp();
        Tensor weight = training ? _mean + (deviation * randn_like(deviation)) : _mean;
        Tensor divergence = ((_mean.square() + deviation.square() - 1) * 0.5 - _logDeviation).sum();
        return (F.linear(input, weight).MoveToOuterDisposeScope(), divergence.MoveToOuterDisposeScope());
    }
}
