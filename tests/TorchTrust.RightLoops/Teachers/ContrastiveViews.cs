namespace TorchTrust.RightLoops.Teachers;

/// <summary>Two noisy views of a sample attract each other, all others repel (Chen et al., 2020).</summary>
internal sealed class ContrastiveViews
{
    private readonly Sequential _encoder = Sequential(Linear(4, 12), ReLU(), Linear(12, 6));
    private readonly optim.Optimizer _optimizer;

    public ContrastiveViews() => _optimizer = optim.AdamW(_encoder.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<ContrastiveViews, Tensor> undeclared = TrainingSubject.For(() => new ContrastiveViews())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points));
        return new RightLoop(
            nameof(ContrastiveViews),
            LoopKind.ContrastiveViews,
            undeclared,
            undeclared.ReportsLoss(),
            "Samples of a batch influence each other, there are no labels, and both views are drawn in the step.");
    }

    private double Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        long count = points.shape[0];
        _optimizer.zero_grad();
        Tensor first = F.normalize(_encoder.call(View(points)), dim: 1);
        Tensor second = F.normalize(_encoder.call(View(points)), dim: 1);
        Tensor all = cat([first, second]);
        Tensor similarity = all.matmul(all.t()) / 0.5;
        similarity = similarity.masked_fill(eye(2 * count, dtype: ScalarType.Bool), double.NegativeInfinity);
        Tensor partners = arange(2 * count).add(count).remainder(2 * count);
        Tensor loss = F.cross_entropy(similarity, partners);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private static Tensor View(Tensor points) => points + (0.1 * randn_like(points));
}
