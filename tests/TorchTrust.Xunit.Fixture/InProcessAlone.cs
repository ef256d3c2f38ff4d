using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>In the process of the tests, in a collection that runs alone.</summary>
[Collection(nameof(RunsAlone))]
public sealed class InProcessAlone : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new RightNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => new()
    {
        Isolation = Isolation.InProcess,
        Checks = [CheckIds.SamplesAreIndependentInEval],
    };
}
