using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A question that the baseline of this project knows.</summary>
[TrustClass]
public sealed class Known : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new TableNet(), "KnownTableNet")
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered, CheckIds.ValuesAreFinite] };
}
