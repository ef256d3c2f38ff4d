namespace TorchTrust.RightModels.Adapters;

/// <summary>Puts trained vectors before the input of a frozen encoder (Lester et al., 2021).</summary>
internal sealed class PromptTuning : Module<Tensor, Tensor>
{
    private const long Width = 8;

    private readonly Module<Tensor, Tensor> _embedding = Embedding(25, Width);
    private readonly TransformerEncoderLayer _encoder = TransformerEncoderLayer(
        Width, nhead: 2, dim_feedforward: 16, dropout: 0);
    private readonly Parameter _prompt = Parameter(randn(3, 1, Width) * 0.5);
    private readonly Module<Tensor, Tensor> _head = Linear(Width, 2);

    public PromptTuning()
        : base(nameof(PromptTuning))
    {
        RegisterComponents();
        foreach (Parameter parameter in _embedding.parameters().Concat(_encoder.parameters()))
        {
            parameter.requires_grad = false;
        }
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new PromptTuning()).WithInput(n => Make.Tokens(25, n, 5));
        return new RightModel(
            nameof(PromptTuning),
            undeclared,
            undeclared
                .WithInputRange(0, 24)
                .FreezesOnPurpose("_embedding.*", "Only prompt and head are trained.")
                .FreezesOnPurpose("_encoder.*", "Only prompt and head are trained.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Frozen layers lie between a trained parameter and the output: they need no gradient, yet must pass "
                + "one on.");
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        Tensor prompt = _prompt.expand(-1, tokens.shape[0], -1);
        Tensor sequence = cat([prompt, _embedding.call(tokens).transpose(0, 1)], dim: 0);
        return _head.call(_encoder.call(sequence).mean([0])).MoveToOuterDisposeScope();
    }
}
