using Xunit;
using Xunit.v3;

namespace TorchTrust.Xunit;

[TestMethodOrderer(typeof(CatalogueOrder))]
public abstract partial class TrustTests<TSubject> : IClassFixture<TrustSessionFixture>
{
    private const string HowToRunAlone = "Put the class into a collection that runs alone, "
        + "[Collection(\"alone\")] with [CollectionDefinition(\"alone\", DisableParallelization = true)]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool RunsAlone => TestContext.Current.TestCollection is IXunitTestCollection { DisableParallelization: true };

    private static void Fail(string message) => Assert.Fail(message);

    private static void Skip(string reason) => Assert.Skip(reason);

    private async Task<TrustSessionFixture> Fixture() => await TestContext.Current.GetFixture<TrustSessionFixture>()
        ?? throw new InvalidOperationException($"{GetType().Name} has no {nameof(TrustSessionFixture)}.");
}
