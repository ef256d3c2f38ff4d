using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>The same, where each question fails its own test.</summary>
public sealed class AskedFails : ModelTrustTests
{
    protected override ModelSubject Subject => ModelSubject
        .For(() => new TableNet())
        .WithInput(n => randn(n, 4));

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.EverythingIsRegistered] };

    protected override OpenQuestions Questions => OpenQuestions.FailEach;
}
