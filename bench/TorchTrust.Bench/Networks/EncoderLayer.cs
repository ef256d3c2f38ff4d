using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>A layer of a transformer encoder, normalized before each half (Xiong et al., 2020).</summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly LayerNorm _norm1;
    private readonly SelfAttention _attention;
    private readonly Dropout _dropout = Dropout(0.1);
    private readonly LayerNorm _norm2;
    private readonly Sequential _feedForward;

    public EncoderLayer(long width, long heads)
        : base(nameof(EncoderLayer))
    {
        _norm1 = LayerNorm(width);
        _attention = new SelfAttention(width, heads);
        _norm2 = LayerNorm(width);
        _feedForward = Sequential(Linear(width, 4 * width), GELU(), Dropout(0.1), Linear(4 * width, width), Dropout(0.1));
        RegisterComponents();
    }

    /// <summary>Takes and gives <c>[N, T, width]</c>.</summary>
    public override Tensor forward(Tensor sequence)
    {
        Tensor attended = sequence + _dropout.call(_attention.call(_norm1.call(sequence)));
        return attended + _feedForward.call(_norm2.call(attended));
    }
}
