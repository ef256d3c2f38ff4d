namespace TorchTrust.RightModels.Sequences;

/// <summary>
/// A Transformer encoder over padded sequences, with fixed sinusoidal positions (Vaswani et al., 2017).
/// </summary>
internal sealed class TransformerClassifier : Module<Tensor, Tensor, Tensor>
{
    private const long Width = 16;

    private readonly Module<Tensor, Tensor> _embedding = Embedding(50, Width);
    private readonly TransformerEncoder _encoder = TransformerEncoder(
        TransformerEncoderLayer(Width, nhead: 2, dim_feedforward: 32, dropout: 0.1), num_layers: 2);

    private readonly Module<Tensor, Tensor> _head = Linear(Width, 3);

    [TorchSharp.Utils.ComponentName(Name = "positions")]
    private readonly Tensor _positions = Sinusoids(length: 32);

    public TransformerClassifier()
        : base(nameof(TransformerClassifier))
    {
        register_buffer("positions", _positions, persistent: false);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TransformerClassifier())
            .WithInputs(n => [Make.Tokens(50, n, 10), Make.ValidPositions(n, 10)]);
        return new RightModel(
            nameof(TransformerClassifier),
            undeclared,
            undeclared
                .WithInputRange(0, 49)
                .KeepsUnregisteredOnPurpose("*positions", "The constructor computes it: it need not be saved.")
                .HasPadding(0, inputs => ((Tensor)inputs[1]!).logical_not())
                .IsSensitiveTo("the order of the tokens", inputs => [((Tensor)inputs[0]!).flip(1), ((Tensor)inputs[1]!).flip(1)])
                .AlsoTakes("seven tokens", n => [Make.Tokens(50, n, 7), Make.ValidPositions(n, 7)])
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The table of positions is a buffer that is not saved and that TorchSharp does not move; forward "
                + "sees to its device and dtype. Padded positions have no influence on purpose.");
    }

    /// <param name="tokens">Tokens <c>[N, T]</c>.</param>
    /// <param name="valid">True where a token is none of the padding, bool <c>[N, T]</c>.</param>
    /// <returns>Logits <c>[N, 3]</c>.</returns>
    public override Tensor forward(Tensor tokens, Tensor valid)
    {
        using var scope = NewDisposeScope();
        Tensor embedded = _embedding.call(tokens) * Math.Sqrt(Width);
        embedded = embedded + _positions.narrow(0, 0, tokens.shape[1]).to(embedded);
        Tensor encoded = _encoder.call(embedded.transpose(0, 1), null!, valid.logical_not()).transpose(0, 1);
        Tensor weights = valid.unsqueeze(2).to(encoded.dtype);
        Tensor pooled = (encoded * weights).sum(dim: 1) / weights.sum(dim: 1);
        return _head.call(pooled).MoveToOuterDisposeScope();
    }

    private static Tensor Sinusoids(long length)
    {
        using var scope = NewDisposeScope();
        Tensor position = arange(length, dtype: ScalarType.Float32).unsqueeze(1);
        Tensor frequency = (arange(0, Width, 2, dtype: ScalarType.Float32) * (-Math.Log(10000) / Width)).exp();
        Tensor angles = position * frequency;
        return stack([angles.sin(), angles.cos()], dim: 2).flatten(1).MoveToOuterDisposeScope();
    }
}
