namespace TorchTrust.RightLoops.Transfer;

/// <summary>Weights from which a few inner steps learn a task; the outer gradient is that after them (Finn et al., 2017).</summary>
internal sealed class MetaLearning
{
    private const double InnerRate = 0.05;

    private readonly Parameter _weight = Parameter(randn(1, 4) * 0.3);
    private readonly Parameter _bias = Parameter(zeros(1));
    private readonly optim.Optimizer _optimizer;

    public MetaLearning() => _optimizer = optim.Adam([_weight, _bias], lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<MetaLearning, (Tensor Support, Tensor Query, Tensor Task)> undeclared = TrainingSubject
            .For(() => new MetaLearning())
            .WithBatch((_, n) => (Support: Toy.Points(2 * n), Query: Toy.Points((2 * n) + 1), Task: Toy.Points(n, samples: 1)))
            .WithStep((loop, batch) => loop.Step(batch.Support, batch.Query, batch.Task));
        return new RightLoop(
            nameof(MetaLearning),
            LoopKind.MetaLearning,
            undeclared,
            undeclared.ReportsLoss(),
            "Inner steps move copies of the weights within the graph; one tensor of a batch has no samples.");
    }

    private double Step(Tensor support, Tensor query, Tensor task)
    {
        using var scope = NewDisposeScope();
        Tensor weight = _weight;
        Tensor bias = _bias;
        for (int inner = 0; inner < 2; inner++)
        {
            Tensor learned = F.mse_loss(F.linear(support, weight, bias), support.matmul(task.t()));
            IList<Tensor> gradients = autograd.grad([learned], [weight, bias], retain_graph: true, create_graph: true);
            weight = weight - (InnerRate * gradients[0]);
            bias = bias - (InnerRate * gradients[1]);
        }

        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(F.linear(query, weight, bias), query.matmul(task.t()));
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
