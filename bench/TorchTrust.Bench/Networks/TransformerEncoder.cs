using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>An encoder of tokens: six layers of width 256, 5 million parameters in 85 modules.</summary>
internal sealed class TransformerEncoder : Module<Tensor, Tensor>
{
    /// <summary>The number of tokens that it knows.</summary>
    public const long Vocabulary = 1000;

    /// <summary>The number of tokens in a sequence.</summary>
    public const long Length = 32;

    private const long Width = 256;
    private readonly Embedding _tokens = Embedding(Vocabulary, Width);
    private readonly Parameter _positions;
    private readonly Sequential _layers =
        Sequential([.. Enumerable.Range(0, 6).Select(_ => (Module<Tensor, Tensor>)new EncoderLayer(Width, heads: 8))]);

    private readonly LayerNorm _norm = LayerNorm(Width);

    public TransformerEncoder()
        : base(nameof(TransformerEncoder))
    {
        _positions = Parameter(randn(Length, Width) * 0.02);
        RegisterComponents();
    }

    /// <summary>Takes tokens <c>[N, 32]</c>, gives <c>[N, 32, 256]</c>.</summary>
    public override Tensor forward(Tensor tokens) => _norm.call(_layers.call(_tokens.call(tokens) + _positions));
}
