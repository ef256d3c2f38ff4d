namespace TorchTrust.RightModels.Generative;

/// <summary>Takes scale and shift from the first batch it trains on (Kingma and Dhariwal, 2018).</summary>
internal sealed class ActNormFlow : Module<Tensor, (Tensor Code, Tensor LogDeterminant)>
{
    private readonly Parameter _logScale = Parameter(zeros(5));
    private readonly Parameter _shift = Parameter(zeros(5));
    private readonly Parameter _rotation = Parameter(init.orthogonal_(empty(5, 5)));

    [TorchSharp.Utils.ComponentName(Name = "initialized")]
    private readonly Tensor _initialized = zeros(1, dtype: ScalarType.Bool);

    public ActNormFlow()
        : base(nameof(ActNormFlow)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ActNormFlow()).WithInput(n => (randn(n, 5) * 3) + 1);
        return new RightModel(
            nameof(ActNormFlow),
            undeclared,
            undeclared
                .KeepsStateOnPurpose("The first training batch sets scale and shift, once.")
                .MixesSamplesOnPurpose("In the first training call all samples share its statistics.")
                .WithLoss<(Tensor Code, Tensor LogDeterminant)>((_, output) =>
                {
                    using var scope = NewDisposeScope();
                    Tensor logLikelihood = (output.Code.square().sum(dim: 1) * -0.5) + output.LogDeterminant;
                    return logLikelihood.mean().neg().MoveToOuterDisposeScope();
                }),
            "Forward writes parameters, once, in training mode, from the statistics of its batch; the flag is a "
                + "buffer.");
    }

    public override (Tensor Code, Tensor LogDeterminant) forward(Tensor samples)
    {
        using var scope = NewDisposeScope();
        if (training && !_initialized.item<bool>())
        {
            Initialize(samples);
        }

        Tensor scaled = (samples + _shift) * _logScale.exp();
        Tensor code = F.linear(scaled, _rotation);
        Tensor logDeterminant = _logScale.sum() + linalg.slogdet(_rotation).Item2;
        return (code.MoveToOuterDisposeScope(), logDeterminant.expand(samples.shape[0]).MoveToOuterDisposeScope());
    }

    private void Initialize(Tensor samples)
    {
        using var _ = no_grad();
        Tensor mean = samples.mean([0]);
        Tensor deviation = ((samples - mean).square().mean([0]) + 1e-6).sqrt();
        _shift.copy_(-mean);
        _logScale.copy_(-deviation.log());
        _initialized.fill_(true);
    }
}
