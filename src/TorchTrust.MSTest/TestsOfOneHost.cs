using System.Collections.Concurrent;

namespace TorchTrust.MSTest;

/// <summary>Gives all tests of a class one host: MSTest makes an instance of the class for each test.</summary>
public abstract class TestsOfOneHost
{
    private static readonly ConcurrentDictionary<string, TrustSessionFixture> _open = new(StringComparer.Ordinal);

    private protected TestsOfOneHost()
    {
    }

    /// <summary>The context of the test that runs; set by MSTest.</summary>
    public TestContext TestContext { get; set; } = null!;

    /// <summary>The host of the class.</summary>
    internal TrustSessionFixture OwnFixture => _open.GetOrAdd(GetType().FullName!, _ => new TrustSessionFixture());

    /// <summary>Ends the host of a class whose tests have run.</summary>
    /// <param name="context">The context of the class.</param>
    [ClassCleanup(InheritanceBehavior.BeforeEachDerivedClass)]
    public static void CloseSession(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_open.TryRemove(context.FullyQualifiedTestClassName ?? "", out TrustSessionFixture? fixture))
        {
            fixture.Dispose();
        }
    }
}
