using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>The same, where what is not decided fails.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CapturedModuleFails : ModelTrustTests
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

    protected override bool InconclusiveFails => true;
}
