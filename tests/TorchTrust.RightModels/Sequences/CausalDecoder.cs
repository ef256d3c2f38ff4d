namespace TorchTrust.RightModels.Sequences;

/// <summary>A decoder that predicts the next token; with a cache it reads each token once.</summary>
internal sealed class CausalDecoder : Module
{
    private const long Width = 16;
    private const long Heads = 2;

    private readonly Module<Tensor, Tensor> _tokens = Embedding(30, Width);
    private readonly Module<Tensor, Tensor> _positions = Embedding(24, Width);
    private readonly Module<Tensor, Tensor> _norm1 = LayerNorm(Width);
    private readonly Module<Tensor, Tensor> _qkv = Linear(Width, 3 * Width, hasBias: false);
    private readonly Module<Tensor, Tensor> _projection = Linear(Width, Width);
    private readonly Module<Tensor, Tensor> _norm2 = LayerNorm(Width);
    private readonly Module<Tensor, Tensor> _mlp = Sequential(
        Linear(Width, 2 * Width), GELU(), Linear(2 * Width, Width));
    private readonly Module<Tensor, Tensor> _head = Linear(Width, 30);

    public CausalDecoder()
        : base(nameof(CausalDecoder)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new CausalDecoder()).WithInput(n => Make.Tokens(30, n, 8));
        return new RightModel(
            nameof(CausalDecoder),
            undeclared,
            undeclared
                .IsCausal(1)
                .WithInputRange(0, 29)
                .AlsoTakes("five tokens", n => [Make.Tokens(30, n, 5)])
                .WithLoss<Tensor>((inputs, logits) => Losses.NextToken(logits, (Tensor)inputs[0]!)),
            "The cache is an optional argument that forward fills; rows of the position table beyond T have no "
                + "gradient, and -infinity is right in the scores of an attention.");
    }

    /// <param name="tokens">Tokens <c>[N, T]</c>: all of them, or those that the cache has not seen.</param>
    /// <param name="cache">Keys and values of earlier tokens, to which those of these are added; none if null.</param>
    /// <returns>Logits <c>[N, T, 30]</c>.</returns>
    public Tensor forward(Tensor tokens, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        long seen = cache?.Length ?? 0;
        long length = tokens.shape[1];
        Tensor positions = arange(seen, seen + length, dtype: ScalarType.Int64, device: tokens.device);
        Tensor hidden = _tokens.call(tokens) + _positions.call(positions);
        hidden = hidden + Attend(_norm1.call(hidden), seen, cache);
        hidden = hidden + _mlp.call(_norm2.call(hidden));
        return _head.call(hidden).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor hidden, long seen, KeyValueCache? cache)
    {
        (long n, long length) = (hidden.shape[0], hidden.shape[1]);
        Tensor[] qkv = _qkv.call(hidden).view(n, length, 3, Heads, Width / Heads).permute(2, 0, 3, 1, 4).unbind(0);
        (Tensor keys, Tensor values) = cache?.Append(qkv[1], qkv[2]) ?? (qkv[1], qkv[2]);
        Tensor scores = matmul(qkv[0], keys.transpose(2, 3)) / Math.Sqrt(Width / Heads);
        Tensor future = ones([length, seen + length], dtype: ScalarType.Bool, device: hidden.device).triu(seen + 1);
        Tensor weights = F.softmax(scores.masked_fill(future, float.NegativeInfinity), -1);
        return _projection.call(matmul(weights, values).transpose(1, 2).reshape(n, length, Width));
    }

    /// <summary>Keys and values of the tokens read so far; it belongs to the caller, who disposes it.</summary>
    internal sealed class KeyValueCache : IDisposable
    {
        private Tensor? _keys;
        private Tensor? _values;

        /// <summary>The number of tokens read so far.</summary>
        public long Length => _keys?.shape[2] ?? 0;

        /// <summary>Adds keys and values <c>[N, heads, T, width]</c> and gives all.</summary>
        public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
        {
            _keys = Join(_keys, keys);
            _values = Join(_values, values);
            return (_keys, _values);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _keys?.Dispose();
            _values?.Dispose();
        }

        private static Tensor Join(Tensor? before, Tensor added)
        {
            using (before)
            {
                return (before is null ? added.clone() : cat([before, added], dim: 2)).DetachFromDisposeScope();
            }
        }
    }
}
