using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A question that is answered at the member that it names.</summary>
public sealed class Answered : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new AnsweredTableNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered, CheckIds.ValuesAreFinite] };
}
