namespace TorchTrust.RightModels.Sequences;

/// <summary>Reads tokens with a GRU and classifies from the state after the last one.</summary>
internal sealed class GruClassifier : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _embedding = Embedding(40, 8);
    private readonly GRU _gru = GRU(8, 16, batchFirst: true);
    private readonly Module<Tensor, Tensor> _head = Linear(16, 4);

    public GruClassifier()
        : base(nameof(GruClassifier)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new GruClassifier()).WithInput(n => Make.Tokens(40, n, 9));
        return new RightModel(
            nameof(GruClassifier),
            undeclared,
            undeclared.WithInputRange(0, 39).IsSensitiveTo("the order of the tokens", tokens => tokens.flip(1))
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Integer inputs have no gradient and may not be scaled; embedding rows of tokens that do not occur "
                + "have none either.");
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        (_, Tensor last) = _gru.call(_embedding.call(tokens));
        return _head.call(last.squeeze(0)).MoveToOuterDisposeScope();
    }
}
