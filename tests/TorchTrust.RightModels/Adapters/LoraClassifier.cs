namespace TorchTrust.RightModels.Adapters;

/// <summary>A frozen network with trained low-rank corrections that start at zero (Hu et al., 2022).</summary>
internal sealed class LoraClassifier : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        ("hidden", new LoraLinear(10, 24, rank: 2)), ("activation", Tanh()),
        ("logits", new LoraLinear(24, 3, rank: 2)));

    public LoraClassifier()
        : base(nameof(LoraClassifier)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new LoraClassifier()).WithInput(n => randn(n, 10));
        return new RightModel(
            nameof(LoraClassifier),
            undeclared,
            undeclared
                .FreezesOnPurpose("*_base.*", "Only the low-rank corrections are trained.")
                .StartsSpecialOnPurpose("*_up", "The correction begins at zero.")
                .LoadsWeights<LoraClassifier>(
                    model => TrainedElsewhere.Fill(model.state_dict(), NameOfPlain), except: ["*_down", "*_up"])
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Most parameters are frozen, and since one factor of each correction is zero the other has no "
                + "gradient as built.");
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    /// <summary>The name that a weight has in the network without corrections, which was trained first.</summary>
    private static string? NameOfPlain(string name) =>
        name.Contains("._base.", StringComparison.Ordinal) ? name.Replace("._base.", ".", StringComparison.Ordinal) : null;

    private sealed class LoraLinear : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _base;
        private readonly Parameter _down;
        private readonly Parameter _up;
        private readonly double _scale;

        public LoraLinear(long inputs, long outputs, long rank)
            : base(nameof(LoraLinear))
        {
            _scale = 4.0 / rank;
            _base = Linear(inputs, outputs);
            foreach (Parameter parameter in _base.parameters())
            {
                parameter.requires_grad = false;
            }

            _down = Parameter(init.kaiming_uniform_(empty(rank, inputs), a: Math.Sqrt(5)));
            _up = Parameter(zeros(outputs, rank));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor correction = F.linear(F.linear(input, _down), _up);
            return (_base.call(input) + (correction * _scale)).MoveToOuterDisposeScope();
        }
    }
}
