namespace TorchTrust.RightModels.Composite;

/// <summary>Evaluates learnt functions at points that all samples share (DeepONet; Lu et al., 2021).</summary>
internal sealed class OperatorNet : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _branch = Sequential(Linear(10, 16), Tanh(), Linear(16, 8));
    private readonly Module<Tensor, Tensor> _trunk = Sequential(Linear(1, 16), Tanh(), Linear(16, 8), Tanh());
    private readonly Parameter _bias = Parameter(zeros(1));

    public OperatorNet()
        : base(nameof(OperatorNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new OperatorNet())
            .WithInputs(n => [randn(n, 10), rand(6, 1)]);
        return new RightModel(
            nameof(OperatorNet),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "The second input has no batch: all samples share the points.");
    }

    /// <param name="functions">Functions by ten of their values, <c>[N, 10]</c>.</param>
    /// <param name="points">Where to evaluate, <c>[Q, 1]</c>, for all functions alike.</param>
    /// <returns>Values <c>[N, Q]</c>.</returns>
    public override Tensor forward(Tensor functions, Tensor points)
    {
        using Tensor coefficients = _branch.call(functions);
        using Tensor basis = _trunk.call(points);
        return F.linear(coefficients, basis) + _bias;
    }
}
