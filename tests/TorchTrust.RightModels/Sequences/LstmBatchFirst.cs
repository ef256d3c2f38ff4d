namespace TorchTrust.RightModels.Sequences;

/// <summary>A batch-first LSTM that hands back its state, so that a caller may go on where it stopped.</summary>
internal sealed class LstmBatchFirst : Module
{
    private readonly LSTM _lstm = LSTM(4, 12, batchFirst: true);
    private readonly Module<Tensor, Tensor> _head = Linear(12, 2);

    public LstmBatchFirst()
        : base(nameof(LstmBatchFirst)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new LstmBatchFirst()).WithInput(n => randn(n, 6, 4));
        return new RightModel(
            nameof(LstmBatchFirst),
            undeclared,
            undeclared.WithLoss<(Tensor Values, Tensor Hidden, Tensor Cell)>(
                (_, output) => Losses.Regression(output.Values)),
            "The inputs have the batch first, the state that comes back has it second; the state argument is "
                + "optional, and the class derives from Module with a forward of its own.");
    }

    /// <param name="sequence">Values <c>[N, T, 4]</c>.</param>
    /// <param name="hidden">The hidden state <c>[1, N, 12]</c> to begin with; zeros if null.</param>
    /// <param name="cell">The cell state <c>[1, N, 12]</c> to begin with; zeros if null.</param>
    /// <returns>Values <c>[N, T, 2]</c>, and both states.</returns>
    public (Tensor Values, Tensor Hidden, Tensor Cell) forward(
        Tensor sequence, Tensor? hidden = null, Tensor? cell = null)
    {
        (Tensor, Tensor)? state = hidden is not null && cell is not null ? (hidden, cell) : null;
        (Tensor outputs, Tensor newHidden, Tensor newCell) = _lstm.call(sequence, state);
        using (outputs)
        {
            return (_head.call(outputs), newHidden, newCell);
        }
    }
}
