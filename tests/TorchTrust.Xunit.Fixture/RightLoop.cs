namespace TorchTrust.Xunit.Fixture;

/// <summary>As a user writes it: nothing but the subject.</summary>
public sealed class RightLoop : TrainingTrustTests
{
    protected override TrainingSubject Subject => TrainingSubject
        .For(() => new ClassifierLoop())
        .WithBatch((_, n) => ClassifierLoop.Batch(n))
        .WithStep((loop, batch) => loop.Step(batch))
        .ReportsLoss();
}
