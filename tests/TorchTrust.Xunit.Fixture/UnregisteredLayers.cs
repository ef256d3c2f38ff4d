using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A fault of registration.</summary>
public sealed class UnregisteredLayers : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new UnregisteredLayersNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered] };
}
