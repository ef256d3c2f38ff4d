namespace TorchTrust.RightLoops.Generative;

/// <summary>A network learns which noise was added to a point, at a time that is drawn (Ho et al., 2020).</summary>
internal sealed class Diffusion
{
    private const long Times = 10;

    private readonly Sequential _denoiser = Sequential(Linear(5, 16), SiLU(), Linear(16, 4));
    private readonly Tensor _signal = linspace(0.95, 0.05, Times);
    private readonly optim.Optimizer _optimizer;

    public Diffusion()
    {
        // The first guess is no noise at all, as usual.
        using IDisposable _ = no_grad();
        ((Linear)_denoiser[2]).weight.zero_();
        _optimizer = optim.AdamW(_denoiser.parameters(), lr: 1e-2);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<Diffusion, Tensor> undeclared = TrainingSubject.For(() => new Diffusion())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points))
            .WithEvaluation(loop => loop.Evaluate());
        return new RightLoop(
            nameof(Diffusion),
            LoopKind.Diffusion,
            undeclared,
            undeclared.ReportsLoss().EvaluatesAtRandomOnPurpose("Times and noise are drawn in the evaluation, too."),
            "Target and time are drawn in the step; at the start the batch has no influence and the first layer no gradient.");
    }

    private double Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = Loss(points);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return Loss(Toy.Points(Toy.HeldOut, samples: 32)).item<float>();
    }

    private Tensor Loss(Tensor points)
    {
        Tensor times = randint(Times, [points.shape[0]], dtype: ScalarType.Int64);
        Tensor signal = _signal[times].unsqueeze(1);
        Tensor noise = randn_like(points);
        Tensor noisy = (signal.sqrt() * points) + ((1 - signal).sqrt() * noise);
        Tensor time = times.unsqueeze(1).to(ScalarType.Float32) / Times;
        return F.mse_loss(_denoiser.call(cat([noisy, time], 1)), noise);
    }
}
