using System.Collections.Concurrent;

namespace TorchTrust.TUnit;

/// <summary>Gives all tests of a class one host: TUnit makes an instance of the class for each test.</summary>
public abstract class TestsOfOneHost
{
    private static readonly ConcurrentDictionary<Type, TrustSessionFixture> _open = new();

    private protected TestsOfOneHost()
    {
    }

    /// <summary>The host of the class.</summary>
    internal TrustSessionFixture OwnFixture => _open.GetOrAdd(GetType(), _ => new TrustSessionFixture());

    /// <summary>Ends the host of a class whose tests have run.</summary>
    /// <param name="context">The context of the class.</param>
    [After(HookType.Class)]
    public static void CloseSession(ClassHookContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_open.TryRemove(context.ClassType, out TrustSessionFixture? fixture))
        {
            fixture.Dispose();
        }
    }
}
