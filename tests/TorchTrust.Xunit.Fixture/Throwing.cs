using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>One fault that nearly all checks meet.</summary>
public sealed class Throwing : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new ThrowingNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { ProvesPower = false };
}
