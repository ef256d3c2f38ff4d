namespace TorchTrust.RightLoops.Basics;

/// <summary>An autoencoder: the input is its own target.</summary>
internal sealed class Autoencoding
{
    private readonly Sequential _encoder = Sequential(Linear(4, 8), ELU(), Linear(8, 2));
    private readonly Sequential _decoder = Sequential(Linear(2, 8), ELU(), Linear(8, 4));
    private readonly optim.Optimizer _optimizer;

    public Autoencoding() => _optimizer = optim.RAdam([.. _encoder.parameters(), .. _decoder.parameters()], lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<Autoencoding, Tensor> undeclared = TrainingSubject.For(() => new Autoencoding())
            .WithBatches((_, epoch) => Enumerable.Range(0, 4).Select(i => Toy.Points((epoch * 4) + i)))
            .WithStep((loop, points) => loop.Step(points))
            .WithEvaluation((loop, batches) => loop.Evaluate(batches));
        return new RightLoop(
            nameof(Autoencoding),
            LoopKind.Reconstruction,
            undeclared,
            undeclared.ReportsLoss(),
            "There is no target beside the input; one optimizer holds two models; batches come by epoch.");
    }

    private double Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_decoder.call(_encoder.call(points)), points);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate(IReadOnlyList<Tensor> batches)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        double sum = 0;
        long count = 0;
        foreach (Tensor points in batches)
        {
            sum += F.mse_loss(_decoder.call(_encoder.call(points)), points, Reduction.Sum).item<float>();
            count += points.numel();
        }

        return sum / count;
    }
}
