namespace TorchTrust.RightModels.Sequences;

/// <summary>An encoder that asks its attention for the values alone, time first (Vaswani et al., 2017).</summary>
internal sealed class ValuesOnlyAttention : Module<Tensor, Tensor>
{
    private readonly MultiheadAttention _attention = MultiheadAttention(8, 2);
    private readonly LayerNorm _norm = LayerNorm(8);
    private readonly Linear _head = Linear(8, 3);

    public ValuesOnlyAttention()
        : base(nameof(ValuesOnlyAttention)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ValuesOnlyAttention()).WithInput(n => randn(6, n, 8));
        return new RightModel(
            nameof(ValuesOnlyAttention),
            undeclared,
            undeclared.WithLoss<Tensor>((_, output) => Losses.Regression(output)),
            "Asked for no weights, TorchSharp's attention gives a second tensor whose handle is empty; whoever reads its shape throws.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        (Tensor mixed, Tensor _) = _attention.call(input, input, input, null, false, null);
        return _head.call(_norm.call(input + mixed)).MoveToOuterDisposeScope();
    }
}
