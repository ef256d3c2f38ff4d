namespace TorchTrust.RightLoops.Sequences;

/// <summary>A text is read in pieces; the hidden state goes on from piece to piece, without its graph.</summary>
internal sealed class CarriedState
{
    private readonly LSTM _rnn = LSTM(4, 6, batchFirst: true);
    private readonly Linear _head = Linear(6, 4);
    private readonly optim.Optimizer _optimizer;
    private Tensor _hidden = zeros(1, 2, 6);
    private Tensor _cell = zeros(1, 2, 6);

    public CarriedState() => _optimizer = optim.Adam(_rnn.parameters().Concat(_head.parameters()), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<CarriedState, Tensor> undeclared = TrainingSubject.For(() => new CarriedState())
            .WithBatch((_, n) => Toy.Points(n, samples: 2 * 6).reshape(2, 6, 4))
            .WithStep((loop, piece) => loop.Step(piece))
            .WithEndOfEpoch(loop => loop.Reset(), stepsPerEpoch: 8);
        return new RightLoop(
            nameof(CarriedState),
            LoopKind.CarriedState,
            undeclared,
            undeclared.ReportsLoss().CarriesStateOnPurpose("A text goes on over pieces.")
                .KeepsTensorsOnPurpose("The hidden state.", atMost: 2),
            "The number depends on what was read before; the state lies in fields of tensors that each step replaces.");
    }

    private double Step(Tensor piece)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        (Tensor output, Tensor hidden, Tensor cell) = _rnn.call(piece, (_hidden, _cell));
        Tensor loss = F.mse_loss(_head.call(output.narrow(1, 0, 5)), piece.narrow(1, 1, 5));
        loss.backward();
        _optimizer.step();
        Replace(hidden.detach().clone(), cell.detach().clone());
        return loss.item<float>();
    }

    private void Reset() => Replace(zeros(1, 2, 6), zeros(1, 2, 6));

    private void Replace(Tensor hidden, Tensor cell)
    {
        _hidden.Dispose();
        _cell.Dispose();
        (_hidden, _cell) = (hidden.DetachFromDisposeScope(), cell.DetachFromDisposeScope());
    }
}
