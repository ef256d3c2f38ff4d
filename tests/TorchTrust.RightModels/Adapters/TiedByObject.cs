namespace TorchTrust.RightModels.Adapters;

/// <summary>A language model whose embedding takes over the parameter of its last layer.</summary>
internal sealed class TiedByObject : Module<Tensor, Tensor>
{
    private readonly Embedding _words = Embedding(20, 8);
    private readonly LayerNorm _norm = LayerNorm(8);
    private readonly Linear _head = Linear(8, 20, hasBias: false);

    public TiedByObject()
        : base(nameof(TiedByObject))
    {
        _words.weight = _head.weight;
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TiedByObject()).WithInput(n => Make.Tokens(20, n, 6));
        return new RightModel(
            nameof(TiedByObject),
            undeclared,
            undeclared
                .Skip(CheckIds.TiedWeightsStayTied, "It is neither converted nor moved, which TorchSharp answers by taking the two apart.")
                .WithLoss<Tensor>((inputs, logits) => Losses.NextToken(logits, (Tensor)inputs[0]!)),
            "One parameter object stands in two layers of TorchSharp's own, of which one lives in the native library.");
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return _head.call(_norm.call(_words.call(tokens))).MoveToOuterDisposeScope();
    }
}
