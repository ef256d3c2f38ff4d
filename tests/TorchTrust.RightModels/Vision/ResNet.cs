namespace TorchTrust.RightModels.Vision;

/// <summary>A small residual network whose branches start at zero (He et al., 2016; Goyal et al., 2017).</summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _stem = Sequential(
        Conv2d(3, 16, kernel_size: 3, padding: 1, bias: false), BatchNorm2d(16), ReLU(inplace: true));

    private readonly Module<Tensor, Tensor> _layers = Sequential(
        new BasicBlock(16, 16, stride: 1), new BasicBlock(16, 32, stride: 2), new BasicBlock(32, 32, stride: 1));

    private readonly Module<Tensor, Tensor> _pool = AdaptiveAvgPool2d(1);
    private readonly Module<Tensor, Tensor> _classifier = Linear(32, 5);

    public ResNet()
        : base(nameof(ResNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ResNet()).WithInput(n => randn(n, 3, 16, 16));
        return new RightModel(
            nameof(ResNet),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("_layers.*._norm2.weight", "Each block begins as the identity.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The last scale of each branch starts at zero, so all convolutions of the branches have no gradient "
                + "as built.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _layers.call(_stem.call(images));
        return _classifier.call(_pool.call(features).flatten(1)).MoveToOuterDisposeScope();
    }

    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _conv1;
        private readonly BatchNorm2d _norm1;
        private readonly Module<Tensor, Tensor> _conv2;
        private readonly BatchNorm2d _norm2;
        private readonly Module<Tensor, Tensor>? _shortcut;

        public BasicBlock(long inputs, long outputs, long stride)
            : base(nameof(BasicBlock))
        {
            _conv1 = Conv2d(inputs, outputs, kernel_size: 3, stride: stride, padding: 1, bias: false);
            _norm1 = BatchNorm2d(outputs);
            _conv2 = Conv2d(outputs, outputs, kernel_size: 3, padding: 1, bias: false);
            _norm2 = BatchNorm2d(outputs);
            init.zeros_(_norm2.weight);
            if (stride != 1 || inputs != outputs)
            {
                _shortcut = Sequential(
                    Conv2d(inputs, outputs, kernel_size: 1, stride: stride, bias: false), BatchNorm2d(outputs));
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor branch = _norm1.call(_conv1.call(input)).relu_();
            branch = _norm2.call(_conv2.call(branch));
            branch.add_(_shortcut is null ? input : _shortcut.call(input));
            return branch.relu_().MoveToOuterDisposeScope();
        }
    }
}
