namespace TorchTrust.RightModels.Sequences;

/// <summary>
/// Dilated causal convolutions with weight normalization (Bai et al., 2018; Salimans and Kingma, 2016).
/// </summary>
internal sealed class TemporalConvNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        new CausalConv(2, 16, dilation: 1), ReLU(), new CausalConv(16, 16, dilation: 2), ReLU(),
        new CausalConv(16, 1, dilation: 4));

    public TemporalConvNet()
        : base(nameof(TemporalConvNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TemporalConvNet()).WithInput(n => randn(n, 2, 12));
        return new RightModel(
            nameof(TemporalConvNet),
            undeclared,
            undeclared.IsCausal(2).WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Time is the last dimension, not the one after the batch; the weight is computed in each call from "
                + "two parameters.");
    }

    public override Tensor forward(Tensor sequence) => _layers.call(sequence);

    private sealed class CausalConv : Module<Tensor, Tensor>
    {
        private const long Kernel = 3;

        private readonly long _dilation;
        private readonly Parameter _direction;
        private readonly Parameter _length;
        private readonly Parameter _bias;

        public CausalConv(long inputs, long outputs, long dilation)
            : base(nameof(CausalConv))
        {
            _dilation = dilation;
            _direction = Parameter(init.kaiming_uniform_(empty(outputs, inputs, Kernel), a: Math.Sqrt(5)));
            using (no_grad())
            {
                using Tensor flat = _direction.flatten(1);
                _length = Parameter(flat.norm(1, keepdim: true).unsqueeze(2));
            }

            _bias = Parameter(zeros(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor sequence)
        {
            using var scope = NewDisposeScope();
            Tensor norm = _direction.flatten(1).norm(1, keepdim: true).unsqueeze(2);
            Tensor past = F.pad(sequence, ((Kernel - 1) * _dilation, 0));
            return F.conv1d(past, _length * _direction / norm, _bias, dilation: _dilation).MoveToOuterDisposeScope();
        }
    }
}
