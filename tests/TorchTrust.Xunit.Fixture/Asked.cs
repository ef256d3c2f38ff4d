using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A question.</summary>
public sealed class Asked : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new TableNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered] };
}
