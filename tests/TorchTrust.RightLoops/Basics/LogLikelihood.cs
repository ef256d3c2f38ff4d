namespace TorchTrust.RightLoops.Basics;

/// <summary>A normal distribution whose log-likelihood is raised.</summary>
internal sealed class LogLikelihood : nn.Module
{
    private readonly Parameter mean = Parameter(zeros(4));
    private readonly Parameter logDeviation = Parameter(zeros(4));
    private readonly optim.Optimizer _optimizer;

    public LogLikelihood()
        : base(nameof(LogLikelihood))
    {
        RegisterComponents();
        _optimizer = optim.RMSProp(parameters(), lr: 0.01, maximize: true);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<LogLikelihood, Tensor> undeclared = TrainingSubject.For(() => new LogLikelihood())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points));
        return new RightLoop(
            nameof(LogLikelihood),
            LoopKind.HigherIsBetter,
            undeclared,
            undeclared.ReportsObjective(),
            "The optimizer maximizes, the number rises, and the loop is itself the module.");
    }

    private float Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor standardized = (points - mean) / logDeviation.exp();
        Tensor likelihood = (-(standardized.square() / 2) - logDeviation).sum(1).mean();
        likelihood.backward();
        _optimizer.step();
        return likelihood.item<float>();
    }
}
