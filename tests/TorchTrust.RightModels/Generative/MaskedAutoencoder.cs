namespace TorchTrust.RightModels.Generative;

/// <summary>Encodes a random half of the tokens and predicts all of them (He et al., 2022).</summary>
internal sealed class MaskedAutoencoder : Module<Tensor, MaskedAutoencoder.Output>
{
    private const long Tokens = 8;
    private const long Width = 12;

    private readonly Module<Tensor, Tensor> _embed = Linear(6, Width);
    private readonly Parameter _positions = Parameter(randn(1, Tokens, Width) * 0.02);
    private readonly Parameter _maskToken = Parameter(zeros(1, 1, Width));
    private readonly MultiheadAttention _attention = MultiheadAttention(Width, num_heads: 2);
    private readonly Module<Tensor, Tensor> _head = Linear(Width, 6);

    public MaskedAutoencoder()
        : base(nameof(MaskedAutoencoder)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MaskedAutoencoder()).WithInput(n => randn(n, Tokens, 6));
        return new RightModel(
            nameof(MaskedAutoencoder),
            undeclared,
            undeclared
                .IsRandomInEvalOnPurpose("Which tokens are hidden is drawn anew in every call, for every sample.")
                .WithLoss<Output>((inputs, output) =>
                {
                    using var scope = NewDisposeScope();
                    Tensor errors = (output.Tokens - (Tensor)inputs[0]!).square().mean([2]);
                    Tensor hidden = output.IsHidden.to(errors.dtype);
                    return ((errors * hidden).sum() / hidden.sum()).MoveToOuterDisposeScope();
                }),
            "Half of the input has no influence in any one call, and which half is drawn anew; the key bias has "
                + "no gradient.");
    }

    public override Output forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        long n = tokens.shape[0];
        Tensor order = rand([n, Tokens], dtype: tokens.dtype, device: tokens.device).argsort(1);
        Tensor back = order.argsort(1);
        Tensor embedded = _embed.call(tokens) + _positions;
        Tensor kept = order.narrow(1, 0, Tokens / 2).unsqueeze(2).expand(-1, -1, Width);
        Tensor visible = embedded.gather(1, kept);
        Tensor absent = _maskToken.expand(n, Tokens / 2, -1);
        Tensor all = cat([visible, absent], dim: 1).gather(1, back.unsqueeze(2).expand(-1, -1, Width)) + _positions;
        Tensor timeFirst = all.transpose(0, 1);
        Tensor mixed = _attention.call(timeFirst, timeFirst, timeFirst).Item1.transpose(0, 1);
        return new Output(
            _head.call(all + mixed).MoveToOuterDisposeScope(),
            (back >= Tokens / 2).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Predicted tokens <c>[N, 8, 6]</c>, and which of them the encoder did not see, bool <c>[N, 8]</c>.
    /// </summary>
    internal readonly record struct Output(Tensor Tokens, Tensor IsHidden);
}
