namespace TorchTrust.RightModels.Numerics;

/// <summary>Solves a ridge regression on learnt features, in float64 since normal equations need the digits.</summary>
internal sealed class Float64Regression : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features = Linear(3, 8, dtype: ScalarType.Float64);
    private readonly Parameter _logRidge = Parameter(full(1, -2.0, dtype: ScalarType.Float64));
    private readonly Tensor _supportInputs = randn(20, 3, dtype: ScalarType.Float64);
    private readonly Tensor _supportTargets;

    public Float64Regression()
        : base(nameof(Float64Regression))
    {
        using (Tensor sum = _supportInputs.sum(dim: 1, keepdim: true))
        {
            _supportTargets = sum.sin();
        }

        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new Float64Regression()).WithInput(n => randn(n, 3));
        return new RightModel(
            nameof(Float64Regression),
            undeclared,
            undeclared.WithLoss<Tensor>((inputs, predictions) =>
            {
                using var scope = NewDisposeScope();
                Tensor targets = ((Tensor)inputs[0]!).to(predictions.dtype).sum(dim: 1, keepdim: true).cos();
                return F.mse_loss(predictions, targets).MoveToOuterDisposeScope();
            }),
            "Inputs are float32, parameters, buffers and outputs float64, all on purpose.");
    }

    /// <param name="inputs">Values <c>[N, 3]</c>, converted to the features' dtype.</param>
    /// <returns>Predictions <c>[N, 1]</c>.</returns>
    public override Tensor forward(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        Tensor support = _features.call(_supportInputs).tanh();
        Tensor ridge = eye(8, dtype: support.dtype, device: support.device) * _logRidge.exp();
        Tensor normal = matmul(support.t(), support) + ridge;
        Tensor solution = linalg.solve(normal, matmul(support.t(), _supportTargets));
        Tensor queries = _features.call(inputs.to(_supportInputs.dtype)).tanh();
        return matmul(queries, solution).MoveToOuterDisposeScope();
    }
}
