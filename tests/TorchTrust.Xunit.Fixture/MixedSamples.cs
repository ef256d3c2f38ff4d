using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A fault of behaviour, and one of its checks switched off.</summary>
public sealed class MixedSamples : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new MixingNet())
        .WithInput(n => randn(n, 4))
        .Skip(CheckIds.SamplesAreIndependentInTraining, "issue 12 is open");

    protected override TrustOptions Options => base.Options with
    {
        Checks = [CheckIds.SamplesAreIndependentInEval, CheckIds.SamplesAreIndependentInTraining, CheckIds.SeedDecidesWeights]
    };
}
