namespace TorchTrust.RightLoops.Numerics;

/// <summary>Two threads update shared weights as they come, without waiting for each other (Niu et al., 2011).</summary>
internal sealed class LockFreeThreads
{
    private readonly Tensor _weight = zeros(4, 1);

    public static RightLoop Describe()
    {
        TrainingSubject<LockFreeThreads, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new LockFreeThreads())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target));
        return new RightLoop(
            nameof(LockFreeThreads),
            LoopKind.LockFreeThreads,
            undeclared,
            undeclared.ReportsLoss().IsNotRepeatableOnPurpose("Threads update as they come.")
                .TakesGradientElsewhereOnPurpose("Each thread computes with what the other has made of the weights.")
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            "The same seed gives other bits each time, and the gradient is written by hand.")
        {
            NotRepeatable = "Two threads add to one tensor in the order in which they come.",
        };
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        double before = F.mse_loss(input.matmul(_weight), target).item<float>();
        Tensor[] inputs = input.chunk(2);
        Tensor[] targets = target.chunk(2);
        Parallel.For(0, 2, worker =>
        {
            using var own = NewDisposeScope();
            for (int row = 0; row < inputs[worker].shape[0]; row++)
            {
                Tensor point = inputs[worker][row].unsqueeze(1);
                Tensor error = point.t().matmul(_weight) - targets[worker][row];
                _weight.sub_(0.02 * error * point);
            }
        });
        return before;
    }
}
