namespace TorchTrust.MSTest;

public abstract partial class TrustTests<TSubject> : TestsOfOneHost
{
    private const string HowToRunAlone = "Mark the class with [DoNotParallelize]";

    private CancellationToken Cancellation => TestContext.CancellationToken;

    private bool RunsAlone => GetType().IsDefined(typeof(DoNotParallelizeAttribute), inherit: true);

    private static void Fail(string message) => Assert.Fail(message);

    private static void Skip(string reason) => Assert.Inconclusive(reason);

    private Task<TrustSessionFixture> Fixture() => Task.FromResult(OwnFixture);
}
