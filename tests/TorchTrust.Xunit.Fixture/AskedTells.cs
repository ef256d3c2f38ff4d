using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>The same, where questions are told and fail nothing.</summary>
public sealed class AskedTells : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new TableNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered] };

    protected override OpenQuestions Questions => OpenQuestions.Tell;
}
