namespace TorchTrust.RightLoops.Accumulation;

/// <summary>A recurrent network whose gradients are clipped by their norm.</summary>
internal sealed class ClippedByNorm
{
    private const double LargestNorm = 0.5;

    private readonly GRU _rnn = GRU(4, 6, batchFirst: true);
    private readonly Linear _head = Linear(6, 1);
    private readonly optim.Optimizer _optimizer;

    public ClippedByNorm() => _optimizer = optim.RMSProp(Parameters, lr: 1e-2);

    private IEnumerable<Parameter> Parameters => _rnn.parameters().Concat(_head.parameters());

    public static RightLoop Describe()
    {
        TrainingSubject<ClippedByNorm, Tensor> undeclared = TrainingSubject.For(() => new ClippedByNorm())
            .WithBatch((_, n) => Sequences(n))
            .WithStep((loop, sequences) => loop.Step(sequences));
        return new RightLoop(
            nameof(ClippedByNorm),
            LoopKind.ClippedByNorm,
            undeclared,
            undeclared.ReportsLoss().ClipsNorm(LargestNorm),
            "The gradient that the optimizer uses is shorter than that of the number.");
    }

    private double Step(Tensor sequences)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        (Tensor output, _) = _rnn.call(sequences);
        Tensor loss = F.mse_loss(_head.call(output.select(1, -1)), sequences.sum(1).narrow(1, 0, 1));
        loss.backward();
        nn.utils.clip_grad_norm_(Parameters, LargestNorm);
        _optimizer.step();
        return loss.item<float>();
    }

    private static Tensor Sequences(long n)
    {
        using Tensor points = Toy.Points(n, samples: 4 * 5);
        return points.reshape(4, 5, 4);
    }
}
