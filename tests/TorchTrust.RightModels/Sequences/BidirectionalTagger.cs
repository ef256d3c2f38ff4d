namespace TorchTrust.RightModels.Sequences;

/// <summary>Tags each token with a bidirectional LSTM over padded sequences, packed by their lengths.</summary>
internal sealed class BidirectionalTagger : Module<Tensor, Tensor, Tensor>
{
    private const long Padding = 0;

    private readonly Embedding _embedding = Embedding(30, 8, padding_idx: Padding);
    private readonly LSTM _lstm = LSTM(8, 10, batchFirst: true, bidirectional: true);
    private readonly Module<Tensor, Tensor> _head = Linear(20, 5);

    public BidirectionalTagger()
        : base(nameof(BidirectionalTagger)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new BidirectionalTagger()).WithInputs(MakePadded);
        return new RightModel(
            nameof(BidirectionalTagger),
            undeclared,
            undeclared
                .WithInputRange(0, 29)
                .HasPadding(0, inputs => ((Tensor)inputs[0]!).eq(Padding))
                .WithLoss<Tensor>(TagLoss),
            "The padding row of the embedding is zero and never trained; lengths must stay on the CPU and "
                + "within [1, T].");
    }

    /// <param name="tokens">Tokens <c>[N, T]</c>, padded at the end.</param>
    /// <param name="lengths">The number of tokens of each sequence, int64 <c>[N]</c> on the CPU.</param>
    /// <returns>Logits <c>[N, T, 5]</c>, zero states behind each sequence's end.</returns>
    public override Tensor forward(Tensor tokens, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        using nn.utils.rnn.PackedSequence packed = nn.utils.rnn.pack_padded_sequence(
            _embedding.call(tokens), lengths, batch_first: true, enforce_sorted: false);
        (nn.utils.rnn.PackedSequence outputs, Tensor hidden, Tensor cell) = _lstm.call(packed);
        using (outputs)
        using (hidden)
        using (cell)
        {
            (Tensor states, _) = nn.utils.rnn.pad_packed_sequence(
                outputs, batch_first: true, total_length: tokens.shape[1]);
            return _head.call(states).MoveToOuterDisposeScope();
        }
    }

    private static object?[] MakePadded(long count)
    {
        using var scope = NewDisposeScope();
        Tensor valid = Make.ValidPositions(count, 8);
        Tensor tokens = (Make.Tokens(29, count, 8) + 1) * valid.to(ScalarType.Int64);
        return [tokens.MoveToOuterDisposeScope(), valid.sum(dim: 1).to(ScalarType.Int64).MoveToOuterDisposeScope()];
    }

    private static Tensor TagLoss(object?[] inputs, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var tokens = (Tensor)inputs[0]!;
        Tensor tags = tokens.remainder(5).masked_fill(tokens.eq(Padding), -100);
        return F.cross_entropy(logits.flatten(0, 1), tags.flatten()).MoveToOuterDisposeScope();
    }
}
