using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>As a user writes it: nothing but the subject.</summary>
[TrustClass]
public sealed class RightModel : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new RightNet())
        .WithInput(n => randn(n, 4));
}
