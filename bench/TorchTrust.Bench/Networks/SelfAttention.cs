using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>Self-attention with several heads (Vaswani et al., 2017).</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    private readonly long _heads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    public SelfAttention(long width, long heads)
        : base(nameof(SelfAttention))
    {
        _heads = heads;
        _query = Linear(width, width);
        _key = Linear(width, width);
        _value = Linear(width, width);
        _output = Linear(width, width);
        RegisterComponents();
    }

    /// <summary>Takes and gives <c>[N, T, width]</c>.</summary>
    public override Tensor forward(Tensor sequence)
    {
        Tensor attended = functional.scaled_dot_product_attention(
            Split(_query.call(sequence)), Split(_key.call(sequence)), Split(_value.call(sequence)));
        return _output.call(attended.transpose(1, 2).flatten(2));
    }

    /// <summary>From <c>[N, T, width]</c> to <c>[N, heads, T, width / heads]</c>.</summary>
    private Tensor Split(Tensor sequence) => sequence.unflatten(2, [_heads, -1]).transpose(1, 2);
}
