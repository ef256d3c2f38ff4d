namespace TorchTrust.RightLoops.Transfer;

/// <summary>The backbone joins the training after two epochs, with a smaller rate.</summary>
internal sealed class UnfrozenLater
{
    private readonly Sequential _backbone = Sequential(Linear(4, 8), Tanh());
    private readonly Linear _head = Linear(8, Toy.Classes);
    private readonly SGD _optimizer;
    private int _epoch;

    public UnfrozenLater()
    {
        foreach (Parameter parameter in _backbone.parameters())
        {
            parameter.requires_grad = false;
        }

        _optimizer = optim.SGD(_head.parameters().ToList(), learningRate: 0.1, momentum: 0.9);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<UnfrozenLater, LabelledBatch> undeclared = TrainingSubject.For(() => new UnfrozenLater())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 3);
        return new RightLoop(
            nameof(UnfrozenLater),
            LoopKind.UnfrozenLater,
            undeclared,
            undeclared.ReportsLoss().UnfreezesLaterOnPurpose("_backbone.*", "The new head settles first.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Parameters are in no optimizer for two epochs, and in a second group of it from then on.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_head.call(_backbone.call(batch.Inputs)), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private void EndOfEpoch()
    {
        if (++_epoch == 2)
        {
            List<Parameter> parameters = [.. _backbone.parameters()];
            parameters.ForEach(parameter => parameter.requires_grad = true);
            _optimizer.add_param_group(new SGD.ParamGroup(parameters, lr: 0.01, momentum: 0.9));
        }
    }
}
