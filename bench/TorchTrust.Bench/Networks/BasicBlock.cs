using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>Two convolutions and a shortcut, which is a convolution of its own where the shape changes (He et al., 2015).</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _norm1;
    private readonly Conv2d _conv2;
    private readonly BatchNorm2d _norm2;
    private readonly Sequential? _shortcut;
    private readonly ReLU _relu = ReLU();

    public BasicBlock(long channels, long width, long stride)
        : base(nameof(BasicBlock))
    {
        _conv1 = Conv2d(channels, width, 3, stride: stride, padding: 1, bias: false);
        _norm1 = BatchNorm2d(width);
        _conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        _norm2 = BatchNorm2d(width);
        _shortcut = stride == 1 && channels == width
            ? null
            : Sequential(Conv2d(channels, width, 1, stride: stride, bias: false), BatchNorm2d(width));
        RegisterComponents();
    }

    /// <summary>Takes <c>[N, channels, H, W]</c>, gives <c>[N, width, H / stride, W / stride]</c>.</summary>
    public override Tensor forward(Tensor maps)
    {
        Tensor residual = _norm2.call(_conv2.call(_relu.call(_norm1.call(_conv1.call(maps)))));
        return _relu.call(residual + (_shortcut?.call(maps) ?? maps));
    }
}
