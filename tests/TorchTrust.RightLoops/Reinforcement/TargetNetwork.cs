namespace TorchTrust.RightLoops.Reinforcement;

/// <summary>Values are learned from batches of given moves; the target network is renewed every third step.</summary>
internal sealed class TargetNetwork
{
    private readonly Sequential _values = Toy.Network();
    private readonly Sequential _target = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private int _step;

    public TargetNetwork()
    {
        _optimizer = optim.Adam(_values.parameters(), lr: 5e-3);
        Toy.Copy(_values, _target);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<TargetNetwork, (Tensor Before, Tensor Move, Tensor Reward, Tensor After)> undeclared =
            TrainingSubject.For(() => new TargetNetwork())
                .WithBatch((_, n) => Moves(n))
                .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(TargetNetwork),
            LoopKind.TargetNetwork,
            undeclared,
            undeclared.ReportsLoss().CopiesOnPurpose("_target.*", every: 3, "Targets stand still for three steps.")
                .CarriesStateOnPurpose("Steps are counted for the next copy."),
            "A network that wants gradients stands in no optimizer, and moves in every third step only.");
    }

    private double Step((Tensor Before, Tensor Move, Tensor Reward, Tensor After) batch)
    {
        using var scope = NewDisposeScope();
        Tensor goal;
        using (no_grad())
        {
            // The own network chooses, the target network values (van Hasselt et al., 2016).
            Tensor best = _values.call(batch.After).argmax(1, keepdim: true);
            goal = batch.Reward + (0.9 * _target.call(batch.After).gather(1, best));
        }

        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_values.call(batch.Before).gather(1, batch.Move), goal);
        loss.backward();
        _optimizer.step();
        if (++_step % 3 == 0)
        {
            Toy.Copy(_values, _target);
        }

        return loss.item<float>();
    }

    private static (Tensor Before, Tensor Move, Tensor Reward, Tensor After) Moves(long n)
    {
        LabelledBatch batch = Toy.Labelled(n);
        return (batch.Inputs, batch.Labels.unsqueeze(1), batch.Inputs.narrow(1, 0, 1).clone(), batch.Inputs.roll(1, 0));
    }
}
