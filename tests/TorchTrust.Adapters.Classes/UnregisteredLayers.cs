using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A fault of registration, which has its consequences.</summary>
[TrustClass]
public sealed class UnregisteredLayers : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new UnregisteredLayersNet())
        .WithInput(n => randn(n, 4));
}
