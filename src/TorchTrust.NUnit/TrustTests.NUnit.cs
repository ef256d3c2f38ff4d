using System.Diagnostics.CodeAnalysis;
using NUnit.Framework;

namespace TorchTrust.NUnit;

/// <remarks>One instance serves all tests of a class, so that they share a host, whatever the assembly says of the others.</remarks>
[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[SuppressMessage("Design", "CA1001", Justification = "NUnit calls what closes the session when the tests of the class have run.")]
public abstract partial class TrustTests<TSubject>
{
    private const string HowToRunAlone = "Mark the class with [NonParallelizable]";

    private readonly TrustSessionFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    private bool RunsAlone => GetType().IsDefined(typeof(NonParallelizableAttribute), inherit: true);

    /// <summary>Ends the host.</summary>
    [OneTimeTearDown]
    public void CloseSession() => _fixture.Dispose();

    private static void Fail(string message) => Assert.Fail(message);

    private static void Skip(string reason) => Assert.Ignore(reason);

    private Task<TrustSessionFixture> Fixture() => Task.FromResult(_fixture);
}
