using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>Two convolutions, with a shortcut in the backbone and without one in the neck.</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    private readonly bool _shortcut;
    private readonly ConvBlock _first;
    private readonly ConvBlock _second;

    public Bottleneck(long channels, bool shortcut)
        : base(nameof(Bottleneck))
    {
        _shortcut = shortcut;
        _first = new ConvBlock(channels, channels, kernel: 3);
        _second = new ConvBlock(channels, channels, kernel: 3);
        RegisterComponents();
    }

    /// <summary>Takes and gives <c>[N, channels, H, W]</c>.</summary>
    public override Tensor forward(Tensor maps)
    {
        Tensor residual = _second.call(_first.call(maps));
        return _shortcut ? maps + residual : residual;
    }
}
