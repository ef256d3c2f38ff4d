namespace TorchTrust.RightModels.Adapters;

/// <summary>
/// Encoder, decoder and output layer share one table of embeddings, as the Transformer does (Vaswani et al., 2017,
/// section 3.4).
/// </summary>
internal sealed class SharedEmbeddingTranslator : Module<Tensor, Tensor, Tensor>
{
    private const long Words = 18;

    private readonly Reader _encoder;
    private readonly Reader _decoder;

    public SharedEmbeddingTranslator()
        : base(nameof(SharedEmbeddingTranslator))
    {
        Embedding words = Embedding(Words, 10);
        init.normal_(words.weight!, std: 0.1);
        _encoder = new Reader(words);
        _decoder = new Reader(words);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SharedEmbeddingTranslator())
            .WithInputs(n => [Make.Tokens(Words, n, 5), Make.Tokens(Words, n, 4)]);
        return new RightModel(
            nameof(SharedEmbeddingTranslator),
            undeclared,
            undeclared
                .WithInputRange(0, Words - 1)
                .WithLoss<Tensor>((inputs, logits) => Losses.NextToken(logits, (Tensor)inputs[1]!)),
            "One module is registered twice, so its weight has two names, and forward uses it a third time; it must "
                + "stay one after a move.");
    }

    /// <summary>The logits of the words that follow, <c>[N, T, 18]</c>.</summary>
    public override Tensor forward(Tensor source, Tensor target)
    {
        using var scope = NewDisposeScope();
        (_, Tensor meaning) = _encoder.call(source, zeros_like(_encoder.Start(source)));
        (Tensor hidden, _) = _decoder.call(target, meaning);
        return F.linear(hidden, _decoder.Words.weight!).MoveToOuterDisposeScope();
    }

    /// <summary>Embeds words and runs a GRU over them.</summary>
    private sealed class Reader : Module<Tensor, Tensor, (Tensor Hidden, Tensor Last)>
    {
        private readonly Embedding words;
        private readonly GRU recurrence = GRU(10, 10, batchFirst: true);

        public Reader(Embedding words)
            : base(nameof(Reader))
        {
            this.words = words;
            RegisterComponents();
        }

        public Embedding Words => words;

        public override (Tensor Hidden, Tensor Last) forward(Tensor tokens, Tensor state)
        {
            using Tensor embedded = words.call(tokens);
            return recurrence.call(embedded, state);
        }

        /// <summary>A state for each sequence, <c>[1, N, 10]</c>, of the weights' type and device.</summary>
        public Tensor Start(Tensor tokens) => words.weight!.new_zeros(1, tokens.size(0), 10);
    }
}
