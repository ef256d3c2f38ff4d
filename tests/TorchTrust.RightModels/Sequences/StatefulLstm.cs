namespace TorchTrust.RightModels.Sequences;

/// <summary>
/// Goes on from the state of the last call, for truncated backpropagation through time over a long text.
/// </summary>
internal sealed class StatefulLstm : Module<Tensor, Tensor>
{
    private readonly LSTM _lstm = LSTM(3, 8);
    private readonly Module<Tensor, Tensor> _head = Linear(8, 3);
    private Tensor? _hidden;
    private Tensor? _cell;

    public StatefulLstm()
        : base(nameof(StatefulLstm)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new StatefulLstm()).WithInput(n => randn(5, n, 3));
        return new RightModel(
            nameof(StatefulLstm),
            undeclared,
            undeclared
                .IsCausal(0)
                .KeepsStateOnPurpose("The state of one segment is where the next one begins; Reset ends a text.")
                .KeepsUnregisteredOnPurpose("_hidden", "Running state of the text at hand, not of the model.")
                .KeepsUnregisteredOnPurpose("_cell", "Running state of the text at hand, not of the model.")
                .KeepsTensorsOnPurpose("The state of the text at hand.")
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Two equal calls give different outputs, in eval mode too, and the state survives the caller's "
                + "dispose scope.");
    }

    /// <summary>Forgets the text read so far.</summary>
    public void Reset()
    {
        _hidden?.Dispose();
        _cell?.Dispose();
        (_hidden, _cell) = (null, null);
    }

    public override Tensor forward(Tensor sequence)
    {
        using var scope = NewDisposeScope();
        if (_hidden is not null
            && (_hidden.shape[1] != sequence.shape[1]
                || _hidden.device != sequence.device
                || _hidden.dtype != sequence.dtype))
        {
            Reset();
        }

        (Tensor, Tensor)? state = _hidden is not null && _cell is not null ? (_hidden, _cell) : null;
        (Tensor outputs, Tensor hidden, Tensor cell) = _lstm.call(sequence, state);
        Reset();
        _hidden = hidden.detach().DetachFromDisposeScope();
        _cell = cell.detach().DetachFromDisposeScope();
        return _head.call(outputs).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Reset();
        }

        base.Dispose(disposing);
    }
}
