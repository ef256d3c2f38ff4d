using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>A residual block with a normalization, two linear layers and dropout.</summary>
internal sealed class EqualBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm _norm;
    private readonly Linear _wide;
    private readonly GELU _activation = GELU();
    private readonly Dropout _dropout = Dropout(0.1);
    private readonly Linear _narrow;

    public EqualBlock(long width)
        : base(nameof(EqualBlock))
    {
        _norm = LayerNorm(width);
        _wide = Linear(width, 2 * width);
        _narrow = Linear(2 * width, width);
        RegisterComponents();
    }

    /// <summary>Takes and gives <c>[N, width]</c>.</summary>
    public override Tensor forward(Tensor rows) =>
        rows + _narrow.call(_dropout.call(_activation.call(_wide.call(_norm.call(rows)))));
}
