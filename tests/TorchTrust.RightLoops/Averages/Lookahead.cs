namespace TorchTrust.RightLoops.Averages;

/// <summary>Fast weights run ahead; every fifth step slow ones follow, and the fast begin again there (Zhang et al., 2019).</summary>
internal sealed class Lookahead
{
    private readonly Sequential _model = Toy.Network();
    private readonly List<Tensor> _slow;
    private readonly optim.Optimizer _optimizer;
    private int _step;

    public Lookahead()
    {
        _optimizer = optim.SGD(_model.parameters(), learningRate: 0.2);
        _slow = [.. _model.parameters().Select(parameter => parameter.detach().clone())];
    }

    public static RightLoop Describe()
    {
        TrainingSubject<Lookahead, LabelledBatch> undeclared = TrainingSubject.For(() => new Lookahead())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(Lookahead),
            LoopKind.Lookahead,
            undeclared,
            undeclared.ReportsLoss().CarriesStateOnPurpose("The slow weights.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Every fifth step the weights go back half of the way.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        if (++_step % 5 == 0)
        {
            using IDisposable _ = no_grad();
            foreach ((Tensor slow, Parameter fast) in _slow.Zip(_model.parameters()))
            {
                slow.add_((fast - slow) * 0.5);
                fast.copy_(slow);
            }
        }

        return loss.item<float>();
    }
}
