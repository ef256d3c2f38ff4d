using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>In the process of the tests, alone.</summary>
[TrustClass]
[RunsAlone]
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
