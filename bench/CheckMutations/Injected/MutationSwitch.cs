using System.Collections.Concurrent;

namespace TorchTrust;

/// <summary>Which mutation is switched on in this process; compiled into a mutated copy of the library only.</summary>
internal static class MutationSwitch
{
    private static readonly ConcurrentDictionary<int, bool> _reached = new();
    private static volatile int _active = int.Parse(Environment.GetEnvironmentVariable("TORCHTRUST_MUTATION") ?? "0");

    /// <summary>The mutation that is on; 0 for none. Child processes get it by the environment.</summary>
    public static int Active
    {
        get => _active;
        set
        {
            _active = value;
            Environment.SetEnvironmentVariable("TORCHTRUST_MUTATION", value.ToString());
        }
    }

    /// <summary>The mutations whose code has run since the last call.</summary>
    public static int[] TakeReached()
    {
        int[] reached = [.. _reached.Keys.Order()];
        _reached.Clear();
        return reached;
    }

    /// <summary>Whether a mutation is on.</summary>
    public static bool Is(int mutation)
    {
        if (_active == 0)
        {
            _reached.TryAdd(mutation, true);
        }

        return _active == mutation;
    }

    /// <summary>The value, unless one of both mutations is on that force it.</summary>
    public static bool Decide(int never, int always, bool value)
    {
        bool isForcedToFalse = Is(never);
        return (value && !isForcedToFalse) | Is(always);
    }

    /// <summary>The value, or its opposite if the mutation is on.</summary>
    public static bool Not(int mutation, bool value) => value ^ Is(mutation);

    /// <summary>The items, without the one at a place if the mutation is on.</summary>
    public static T[] Without<T>(int first, T[] items) => [.. items.Where((_, place) => !Is(first + place))];
}
