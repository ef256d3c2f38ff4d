namespace TorchTrust.RightModels.Sequences;

/// <summary>Translates with a GRU and additive attention; it is fed its own output where no target is given.</summary>
internal sealed class AttentionSeq2Seq : Module
{
    private const long Vocabulary = 12;
    private const long Hidden = 16;
    private const long Steps = 5;

    private readonly Embedding _embedding = Embedding(Vocabulary, 8);
    private readonly GRU _encoder = GRU(8, Hidden, batchFirst: true);
    private readonly GRUCell _decoder = GRUCell(8 + Hidden, Hidden);
    private readonly Module<Tensor, Tensor> _keys = Linear(Hidden, Hidden, hasBias: false);
    private readonly Module<Tensor, Tensor> _query = Linear(Hidden, Hidden);
    private readonly Module<Tensor, Tensor> _score = Linear(Hidden, 1, hasBias: false);
    private readonly Module<Tensor, Tensor> _head = Linear(Hidden, Vocabulary);

    public AttentionSeq2Seq()
        : base(nameof(AttentionSeq2Seq)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new AttentionSeq2Seq())
            .WithInputs(n => [Make.Tokens(Vocabulary, n, 7), Make.Tokens(Vocabulary, n, Steps)]);
        return new RightModel(
            nameof(AttentionSeq2Seq),
            undeclared,
            undeclared
                .WithInputRange(0, Vocabulary - 1)
                .IgnoresInputOnPurpose("[1]", "The target is read in training only.")
                .WithLoss<Tensor>((inputs, logits) =>
                {
                    using Tensor flat = logits.flatten(0, 1);
                    using Tensor targets = ((Tensor)inputs[1]!).flatten();
                    return F.cross_entropy(flat, targets);
                }),
            "In eval mode the target is not read at all, and words are chosen by argmax, which jumps.");
    }

    /// <param name="source">Tokens <c>[N, T]</c>; token 0 begins each translation.</param>
    /// <param name="target">The right translation <c>[N, 5]</c>, read in training only.</param>
    /// <returns>Logits <c>[N, 5, 12]</c>.</returns>
    public Tensor forward(Tensor source, Tensor? target = null)
    {
        using var scope = NewDisposeScope();
        (Tensor memory, Tensor last) = _encoder.call(_embedding.call(source));
        Tensor keys = _keys.call(memory);
        Tensor state = last.squeeze(0);
        Tensor word = source.new_zeros(source.shape[0]);
        var logits = new List<Tensor>();
        for (long step = 0; step < Steps; step++)
        {
            Tensor scores = _score.call((keys + _query.call(state).unsqueeze(1)).tanh());
            Tensor context = (F.softmax(scores, 1) * memory).sum(dim: 1);
            state = _decoder.call(cat([_embedding.call(word), context], dim: 1), state);
            logits.Add(_head.call(state));
            word = training && target is not null ? target.select(1, step) : logits[^1].argmax(1);
        }

        return stack(logits, dim: 1).MoveToOuterDisposeScope();
    }
}
