namespace TorchTrust.Xunit.Fixture;

/// <summary>A loop that clears no gradients, and what tells it.</summary>
public sealed class LeftOverGradients : TrainingTrustTests
{
    protected override TrainingSubject Subject => TrainingSubject
        .For(() => new ClassifierLoop())
        .WithBatch((_, n) => ClassifierLoop.Batch(n))
        .WithStep((loop, batch) => loop.Step(batch, clears: false));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.GradientsAreCleared, CheckIds.NothingSeeds] };
}
