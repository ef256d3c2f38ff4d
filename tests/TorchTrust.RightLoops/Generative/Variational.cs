namespace TorchTrust.RightLoops.Generative;

/// <summary>A variational autoencoder whose second term grows through the first steps (Kingma and Welling, 2014).</summary>
internal sealed class Variational
{
    private readonly Linear _encoder = Linear(4, 4);
    private readonly Linear _decoder = Linear(2, 4);
    private readonly optim.Optimizer _optimizer;
    private int _step;

    public Variational() => _optimizer = optim.Adam(_encoder.parameters().Concat(_decoder.parameters()), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<Variational, Tensor> undeclared = TrainingSubject.For(() => new Variational())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points));
        return new RightLoop(
            nameof(Variational),
            LoopKind.Variational,
            undeclared,
            undeclared.ReportsLoss(part: 0)
                .ReportsAnotherNumber("The squared error alone.", part: 1)
                .ReportsAnotherNumber("The divergence alone.", part: 2)
                .CarriesStateOnPurpose("The weight of the divergence grows with the steps."),
            "Three numbers of which one is minimised; what is minimised changes with time, so the number may rise.");
    }

    private (float Loss, float Error, float Divergence) Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor[] code = _encoder.call(points).chunk(2, 1);
        Tensor latent = code[0] + (randn_like(code[0]) * code[1].exp());
        Tensor error = (_decoder.call(latent) - points).square().sum(1).mean();
        Tensor divergence = 0.5 * (code[0].square() + (2 * code[1]).exp() - 1 - (2 * code[1])).sum(1).mean();
        Tensor loss = error + (Math.Min(1, ++_step / 10.0) * divergence);
        loss.backward();
        _optimizer.step();
        return (loss.item<float>(), error.item<float>(), divergence.item<float>());
    }
}
