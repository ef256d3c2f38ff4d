namespace TorchTrust.RightModels.Sequences;

/// <summary>A classifier of sentences that knows their ends by the padding token itself, 0.</summary>
internal sealed class PaddingByToken : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding = Embedding(20, 8);
    private readonly Linear _inner = Linear(8, 12);
    private readonly Linear _head = Linear(12, 3);

    public PaddingByToken()
        : base(nameof(PaddingByToken)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new PaddingByToken()).WithInput(Sentences);
        return new RightModel(
            nameof(PaddingByToken),
            undeclared,
            undeclared
                .HasPadding(0, inputs => ((Tensor)inputs[0]!).eq(0))
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Padding is marked by its own content, so its content cannot be changed and still be padding; there can only be more of it.");
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        Tensor valid = tokens.ne(0).unsqueeze(2).to(_head.weight!.dtype);
        Tensor hidden = _inner.call(_embedding.call(tokens)).relu() * valid;
        return _head.call(hidden.sum(dim: 1) / valid.sum(dim: 1).clamp(min: 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Tokens from 1 to 19, the ends of most sentences 0: int64 <c>[N, 7]</c>.</summary>
    private static Tensor Sentences(long count)
    {
        using var scope = NewDisposeScope();
        return (randint(1, 20, [count, 7], dtype: ScalarType.Int64)
            * Make.ValidPositions(count, 7).to(ScalarType.Int64)).MoveToOuterDisposeScope();
    }
}
