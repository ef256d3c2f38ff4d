using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>Says for each cell of a map where a box lies and what is in it, by two branches.</summary>
internal sealed class DetectionHead : Module<Tensor, Tensor>
{
    private readonly Sequential _box;
    private readonly Sequential _classes;

    public DetectionHead(long channels, long classes)
        : base(nameof(DetectionHead))
    {
        _box =
            Sequential(new ConvBlock(channels, channels, kernel: 3), new ConvBlock(channels, channels, kernel: 3), Conv2d(channels, 4, 1));
        _classes = Sequential(
            new ConvBlock(channels, channels, kernel: 3), new ConvBlock(channels, channels, kernel: 3), Conv2d(channels, classes, 1));
        RegisterComponents();
    }

    /// <summary>Takes <c>[N, channels, H, W]</c>, gives <c>[N, 4 + classes, H, W]</c>.</summary>
    public override Tensor forward(Tensor maps) => cat([_box.call(maps), _classes.call(maps)], dim: 1);
}
