namespace TorchTrust.RightModels.Generative;

/// <summary>An invertible map with a known determinant (Dinh et al., 2017); it starts as the identity.</summary>
internal sealed class CouplingFlow : Module<Tensor, (Tensor Code, Tensor LogDeterminant)>
{
    private readonly ModuleList<Coupling> _couplings = new(
        [.. Enumerable.Range(0, 3).Select(i => new Coupling(even: i % 2 == 0))]);

    public CouplingFlow()
        : base(nameof(CouplingFlow)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new CouplingFlow()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(CouplingFlow),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("*_output.*", "Each coupling begins as the identity.")
                .WithLoss<(Tensor Code, Tensor LogDeterminant)>((_, output) =>
                {
                    using var scope = NewDisposeScope();
                    Tensor logLikelihood = (output.Code.square().sum(dim: 1) * -0.5) + output.LogDeterminant;
                    return logLikelihood.mean().neg().MoveToOuterDisposeScope();
                }),
            "As built it is the identity with a determinant of exactly 1; masked inputs do not reach a "
                + "coupling's network.");
    }

    public override (Tensor Code, Tensor LogDeterminant) forward(Tensor samples)
    {
        using var scope = NewDisposeScope();
        Tensor code = samples;
        Tensor logDeterminant = zeros([samples.shape[0]], dtype: samples.dtype, device: samples.device);
        foreach (Coupling coupling in _couplings)
        {
            (code, Tensor added) = coupling.call(code);
            logDeterminant = logDeterminant + added;
        }

        return (code.MoveToOuterDisposeScope(), logDeterminant.MoveToOuterDisposeScope());
    }

    private sealed class Coupling : Module<Tensor, (Tensor, Tensor)>
    {
        private readonly Tensor _mask;
        private readonly Module<Tensor, Tensor> _hidden = Sequential(Linear(6, 16), Tanh());
        private readonly Linear _output = Linear(16, 12);

        public Coupling(bool even)
            : base(nameof(Coupling))
        {
            float[] pattern = even ? [1, 0, 1, 0, 1, 0] : [0, 1, 0, 1, 0, 1];
            _mask = tensor(pattern).clone();
            init.zeros_(_output.weight);
            init.zeros_(_output.bias!);
            RegisterComponents();
        }

        public override (Tensor, Tensor) forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor free = 1 - _mask;
            Tensor[] output = _output.call(_hidden.call(input * _mask)).chunk(2, dim: 1);
            Tensor logScale = output[0].tanh() * free;
            Tensor moved = (input * logScale.exp()) + (output[1] * free);
            return (moved.MoveToOuterDisposeScope(), logScale.sum(dim: 1).MoveToOuterDisposeScope());
        }
    }
}
