using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>
/// Convolution, normalization, activation. It starts with weights that keep the size of what passes (He et al., 2015): the
/// normalization of a fresh network does nothing in eval mode, and with smaller weights nothing of the depth would be left there.
/// </summary>
internal sealed class ConvBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;
    private readonly SiLU _activation = SiLU();

    public ConvBlock(long channels, long width, long kernel = 1, long stride = 1)
        : base(nameof(ConvBlock))
    {
        _conv = Conv2d(channels, width, kernel, stride: stride, padding: kernel / 2, bias: false);
        init.kaiming_normal_(_conv.weight);
        _norm = BatchNorm2d(width);
        RegisterComponents();
    }

    /// <summary>Takes <c>[N, channels, H, W]</c>, gives <c>[N, width, H / stride, W / stride]</c>.</summary>
    public override Tensor forward(Tensor maps) => _activation.call(_norm.call(_conv.call(maps)));
}
