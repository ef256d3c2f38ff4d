using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A question.</summary>
[TrustClass]
public sealed class Asked : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new TableNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered] };
}
