namespace TorchTrust.RightModels.Vision;

/// <summary>Inverted residuals with depthwise convolutions and squeeze-and-excitation (Howard et al., 2019).</summary>
internal sealed class MobileNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features = Sequential(
        Conv2d(3, 16, kernel_size: 3, stride: 2, padding: 1, bias: false),
        BatchNorm2d(16),
        Hardswish(inplace: true),
        new InvertedResidual(16, 16, stride: 1),
        new InvertedResidual(16, 32, stride: 2),
        new InvertedResidual(32, 32, stride: 1));

    private readonly Module<Tensor, Tensor> _classifier = Sequential(Dropout(0.2), Linear(32, 6));

    public MobileNet()
        : base(nameof(MobileNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MobileNet()).WithInput(n => randn(n, 3, 16, 16));
        return new RightModel(
            nameof(MobileNet),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Activations with hard limits have exact zero gradients, and a depthwise filter sees one channel "
                + "only.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return _classifier.call(_features.call(images).mean([2, 3])).MoveToOuterDisposeScope();
    }

    private sealed class InvertedResidual : Module<Tensor, Tensor>
    {
        private readonly bool _hasSkip;
        private readonly Module<Tensor, Tensor> _expand;
        private readonly Module<Tensor, Tensor> _squeeze;
        private readonly Module<Tensor, Tensor> _project;

        public InvertedResidual(long inputs, long outputs, long stride)
            : base(nameof(InvertedResidual))
        {
            long hidden = 2 * inputs;
            _hasSkip = stride == 1 && inputs == outputs;
            _expand = Sequential(
                Conv2d(inputs, hidden, kernel_size: 1, bias: false),
                BatchNorm2d(hidden),
                ReLU6(inplace: true),
                Conv2d(hidden, hidden, kernel_size: 3, stride: stride, padding: 1, groups: hidden, bias: false),
                BatchNorm2d(hidden),
                ReLU6(inplace: true));
            _squeeze = Sequential(
                AdaptiveAvgPool2d(1),
                Conv2d(hidden, hidden / 4, kernel_size: 1),
                ReLU(inplace: true),
                Conv2d(hidden / 4, hidden, kernel_size: 1),
                Sigmoid());
            _project = Sequential(Conv2d(hidden, outputs, kernel_size: 1, bias: false), BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor hidden = _expand.call(input);
            Tensor output = _project.call(hidden * _squeeze.call(hidden));
            return (_hasSkip ? output + input : output).MoveToOuterDisposeScope();
        }
    }
}
