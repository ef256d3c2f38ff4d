using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>ResNet-18 with ten classes: 11 million parameters in 68 modules (He et al., 2015).</summary>
internal sealed class ResNet18 : Module<Tensor, Tensor>
{
    private readonly Sequential _stem = Sequential(
        Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false), BatchNorm2d(64), ReLU(), MaxPool2d(3, stride: 2, padding: 1));

    private readonly Sequential _stages = Sequential(
        Sequential(new BasicBlock(64, 64, stride: 1), new BasicBlock(64, 64, stride: 1)),
        Sequential(new BasicBlock(64, 128, stride: 2), new BasicBlock(128, 128, stride: 1)),
        Sequential(new BasicBlock(128, 256, stride: 2), new BasicBlock(256, 256, stride: 1)),
        Sequential(new BasicBlock(256, 512, stride: 2), new BasicBlock(512, 512, stride: 1)));

    private readonly AdaptiveAvgPool2d _pool = AdaptiveAvgPool2d(1);
    private readonly Flatten _flatten = Flatten();
    private readonly Linear _head = Linear(512, 10);

    public ResNet18()
        : base(nameof(ResNet18)) => RegisterComponents();

    /// <summary>The logits of images <c>[N, 3, H, W]</c>: <c>[N, 10]</c>.</summary>
    public override Tensor forward(Tensor images) =>
        _head.call(_flatten.call(_pool.call(_stages.call(_stem.call(images)))));
}
