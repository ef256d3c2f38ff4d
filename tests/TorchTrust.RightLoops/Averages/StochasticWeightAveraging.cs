namespace TorchTrust.RightLoops.Averages;

/// <summary>
/// The mean of the weights at the ends of epochs; its batch statistics are estimated anew before it is evaluated
/// (Izmailov et al., 2018).
/// </summary>
internal sealed class StochasticWeightAveraging
{
    private readonly Sequential _model = Network();
    private readonly Sequential _average = Network();
    private readonly optim.Optimizer _optimizer;
    private int _averaged;

    public StochasticWeightAveraging()
    {
        _optimizer = optim.SGD(_model.parameters(), learningRate: 0.1);
        Toy.Copy(_model, _average);
        foreach (Parameter parameter in _average.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public static RightLoop Describe()
    {
        TrainingSubject<StochasticWeightAveraging, LabelledBatch> undeclared = TrainingSubject.For(() => new StochasticWeightAveraging())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => loop.Evaluate())
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 4);
        return new RightLoop(
            nameof(StochasticWeightAveraging),
            LoopKind.StochasticWeightAveraging,
            undeclared,
            undeclared.ReportsLoss().AveragesOnPurpose("_average.*", "The mean of the weights at the ends of epochs.")
                .ReestimatesInEvaluationOnPurpose("Averaged weights have batch statistics of their own.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The evaluation changes buffers, in training mode, and the average moves at the end of an epoch only.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private void EndOfEpoch() => Toy.Follow(_model, _average, share: 1.0 / ++_averaged);

    private double Evaluate()
    {
        using (NewDisposeScope())
        using (no_grad())
        {
            foreach (BatchNorm1d norm in _average.modules().OfType<BatchNorm1d>())
            {
                norm.reset_running_stats();
            }

            _average.train();
            for (long n = 0; n < 3; n++)
            {
                _average.call(Toy.Labelled(n).Inputs);
            }
        }

        return Toy.Accuracy(_average);
    }

    private static Sequential Network() => Sequential(Linear(4, 8), BatchNorm1d(8), ReLU(), Linear(8, Toy.Classes));
}
