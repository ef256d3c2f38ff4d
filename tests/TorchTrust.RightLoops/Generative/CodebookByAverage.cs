namespace TorchTrust.RightLoops.Generative;

/// <summary>A codebook follows the mean of what is assigned to it, without gradients (van den Oord et al., 2017).</summary>
internal sealed class CodebookByAverage
{
    private readonly Linear _encoder = Linear(4, 2);
    private readonly Linear _decoder = Linear(2, 4);
    private readonly Tensor _codebook = randn(6, 2);
    private readonly optim.Optimizer _optimizer;

    public CodebookByAverage() => _optimizer = optim.Adam([.. _encoder.parameters(), .. _decoder.parameters()], lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<CodebookByAverage, Tensor> undeclared = TrainingSubject.For(() => new CodebookByAverage())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points));
        return new RightLoop(
            nameof(CodebookByAverage),
            LoopKind.VectorQuantized,
            undeclared,
            undeclared.ReportsLoss().AveragesOnPurpose("_codebook", "Codes follow the mean of what is assigned to them.")
                .TakesGradientElsewhereOnPurpose("The straight-through estimator skips the choice of a code."),
            "A plain tensor is trained by hand; the gradient is not the derivative of the number, which jumps.");
    }

    private double Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        Tensor code = _encoder.call(points);
        Tensor chosen = cdist(code.detach(), _codebook).argmin(1);
        Tensor nearest = _codebook[chosen];
        Tensor quantized = code + (nearest - code).detach();
        Tensor loss = F.mse_loss(_decoder.call(quantized), points) + (0.25 * F.mse_loss(code, nearest));
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();
        using (no_grad())
        {
            Tensor assigned = F.one_hot(chosen, 6).to(ScalarType.Float32);
            Tensor count = assigned.sum(dim: 0).unsqueeze(1);
            Tensor mean = assigned.t().matmul(code) / count.clamp_min(1);
            _codebook.add_((mean - _codebook) * 0.1 * count.gt(0));
        }

        return loss.item<float>();
    }
}
