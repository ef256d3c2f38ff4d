using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A subject that no other process can rebuild, since it holds a module of this one.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CapturedModule : ModelTrustTests
{
    protected override ModelSubject Subject
    {
        get
        {
            // Drawn by the tests' own process: hence the collection.
            var trained = new RightNet();
            return ModelSubject.For(() => trained).WithInput(n => randn(n, 4));
        }
    }

    protected override TrustOptions Options => base.Options with { Checks = [CheckIds.SamplesAreIndependentInEval] };
}
