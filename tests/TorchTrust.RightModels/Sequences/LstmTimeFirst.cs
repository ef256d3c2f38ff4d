namespace TorchTrust.RightModels.Sequences;

/// <summary>A two-layer LSTM in TorchSharp's default layout: time first, batch second.</summary>
internal sealed class LstmTimeFirst : Module<Tensor, Tensor>
{
    private readonly LSTM _lstm = LSTM(5, 16, numLayers: 2, dropout: 0.1);
    private readonly Module<Tensor, Tensor> _head = Linear(16, 3);

    public LstmTimeFirst()
        : base(nameof(LstmTimeFirst)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new LstmTimeFirst()).WithInput(n => randn(7, n, 5));
        return new RightModel(
            nameof(LstmTimeFirst),
            undeclared,
            undeclared
                .IsCausal(0)
                .AlsoTakes("three time steps", n => [randn(3, n, 5)])
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Dimension 0 is time, not the batch: neighbours in dimension 0 do influence each other.");
    }

    /// <param name="sequence">Values <c>[T, N, 5]</c>.</param>
    /// <returns>Values <c>[T, N, 3]</c>.</returns>
    public override Tensor forward(Tensor sequence)
    {
        (Tensor hidden, Tensor lastHidden, Tensor lastCell) = _lstm.call(sequence);
        using (hidden)
        using (lastHidden)
        using (lastCell)
        {
            return _head.call(hidden);
        }
    }
}
