using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>Options that name a check that there is not.</summary>
public sealed class UnknownCheck : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new RightNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = ["no-such-check"] };
}
