namespace TorchTrust.RightLoops.Sampling;

/// <summary>Samples are used in groups of three; what fills no group is dropped.</summary>
internal sealed class DroppedRest
{
    private readonly Sequential _model = Sequential(Linear(12, 8), Tanh(), Linear(8, 1));
    private readonly optim.Optimizer _optimizer;

    public DroppedRest() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<DroppedRest, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new DroppedRest())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target));
        return new RightLoop(
            nameof(DroppedRest),
            LoopKind.DroppedRest,
            undeclared,
            undeclared.ReportsLoss().DropsRestOnPurpose("A group has three samples.")
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            "Two of eight samples have no influence, and the order of samples matters.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        long groups = input.shape[0] / 3;
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(
            _model.call(input.narrow(0, 0, groups * 3).reshape(groups, 12)),
            target.narrow(0, 0, groups * 3).reshape(groups, 3).mean([1], keepdim: true));
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
