using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>Sends half of the channels through bottlenecks and past them, and joins all that came by.</summary>
internal sealed class SplitStage : Module<Tensor, Tensor>
{
    private readonly ConvBlock _split;
    private readonly ModuleList<Bottleneck> _bottlenecks;
    private readonly ConvBlock _join;

    public SplitStage(long channels, long width, int depth, bool shortcut)
        : base(nameof(SplitStage))
    {
        _split = new ConvBlock(channels, width);
        _bottlenecks = ModuleList([.. Enumerable.Range(0, depth).Select(_ => new Bottleneck(width / 2, shortcut))]);
        _join = new ConvBlock((2 + depth) * width / 2, width);
        RegisterComponents();
    }

    /// <summary>Takes <c>[N, channels, H, W]</c>, gives <c>[N, width, H, W]</c>.</summary>
    public override Tensor forward(Tensor maps)
    {
        List<Tensor> parts = [.. _split.call(maps).chunk(2, dim: 1)];
        foreach (Bottleneck bottleneck in _bottlenecks)
        {
            parts.Add(bottleneck.call(parts[^1]));
        }

        return _join.call(cat(parts, dim: 1));
    }
}
