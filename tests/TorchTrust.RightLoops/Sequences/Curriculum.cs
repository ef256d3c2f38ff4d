namespace TorchTrust.RightLoops.Sequences;

/// <summary>Sequences are cut short at first, and grow with the epochs.</summary>
internal sealed class Curriculum
{
    private const long FullLength = 8;

    private readonly GRU _rnn = GRU(1, 6, batchFirst: true);
    private readonly Linear _head = Linear(6, 1);
    private readonly optim.Optimizer _optimizer;
    private long _epoch;

    public Curriculum() => _optimizer = optim.Adam(_rnn.parameters().Concat(_head.parameters()), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<Curriculum, Tensor> undeclared = TrainingSubject.For(() => new Curriculum())
            .WithBatch((_, n) => Toy.Points(n, samples: 4, features: FullLength).unsqueeze(2))
            .WithStep((loop, sequences) => loop.Step(sequences))
            .WithEndOfEpoch(loop => loop._epoch++, stepsPerEpoch: 3);
        return new RightLoop(
            nameof(Curriculum),
            LoopKind.Curriculum,
            undeclared,
            undeclared.ReportsLoss().CarriesStateOnPurpose("The length grows with the epochs."),
            "The end of a sequence has no influence in the first epochs, and the number may rise from epoch to epoch.");
    }

    private double Step(Tensor sequences)
    {
        using var scope = NewDisposeScope();
        Tensor cut = sequences.narrow(1, 0, Math.Min(FullLength, 2 + (2 * _epoch)));
        _optimizer.zero_grad();
        (Tensor output, _) = _rnn.call(cut);
        Tensor loss = F.mse_loss(_head.call(output), cut.cumsum(1));
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
