namespace TorchTrust.TUnit;

public abstract partial class TrustTests<TSubject> : TestsOfOneHost
{
    private const string HowToRunAlone = "Mark the class with [NotInParallel]";

    private static CancellationToken Cancellation => TestContext.Current?.Execution.CancellationToken ?? CancellationToken.None;

    private bool RunsAlone => GetType().IsDefined(typeof(NotInParallelAttribute), inherit: true);

    private static void Fail(string message) => global::TUnit.Assertions.Fail.Test(message);

    private static void Skip(string reason) => global::TUnit.Core.Skip.Test(reason);

    private Task<TrustSessionFixture> Fixture() => Task.FromResult(OwnFixture);
}
