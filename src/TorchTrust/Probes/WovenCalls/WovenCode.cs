using System.ComponentModel;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;

namespace TorchTrust;

/// <summary>
/// What a shim asks before it calls TorchSharp. While nobody watches calls of its kind, it calls and does nothing else. For
/// woven code alone: nothing that is written by hand needs it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WovenCode
{
    private static readonly object _changing = new();
    private static volatile int _watched;
    private static volatile CallObserver[] _observers = [];
    private static volatile CallFault[] _faults = [];
    private static int _forwardObservers;

    /// <summary>Those who watch.</summary>
    internal static IReadOnlyList<CallObserver> Observers => _observers;

    /// <summary>The faults that are in place.</summary>
    internal static IReadOnlyList<CallFault> Faults => _faults;

    /// <summary>Whether somebody watches, or breaks, calls of some kinds.</summary>
    /// <param name="kinds">The kinds, each a bit.</param>
    public static bool IsWatched(int kinds) => (_watched & kinds) != 0;

    /// <summary>Begins a call that is watched.</summary>
    /// <param name="assembly">The woven assembly.</param>
    /// <param name="member">The number of the member that is called.</param>
    /// <param name="place">The number of the place that calls it.</param>
    /// <param name="arguments">
    /// The arguments, the object first where there is one. The shim calls with what stands here at <see cref="WovenCall.Again"/>.
    /// What cannot be boxed, such as a span, is null here and is handed on as it is.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static WovenCall Begin(WovenAssembly assembly, int member, int place, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(arguments);
        var call = new WovenCall(assembly, member, place, arguments);
        foreach (CallFault fault in _faults)
        {
            fault.ApplyTo(call);
        }

        return call;
    }

    /// <summary>Watches calls until the result is disposed.</summary>
    internal static IDisposable Watch(CallObserver observer)
    {
        Change(() => _observers = [.. _observers, observer]);
        return new Ending(() => Change(() => _observers = Without(_observers, observer)));
    }

    /// <summary>Breaks calls until the result is disposed.</summary>
    internal static IDisposable Break(CallFault fault)
    {
        Change(() => _faults = [.. _faults, fault]);
        return new Ending(() => Change(() => _faults = Without(_faults, fault)));
    }

    /// <summary>Watches the calls of modules for <see cref="ForwardObservers"/> until the result is disposed.</summary>
    internal static IDisposable WatchForward()
    {
        Change(() => _forwardObservers++);
        return new Ending(() => Change(() => _forwardObservers--));
    }

    private static T[] Without<T>(T[] all, T one)
        where T : class
    {
        List<T> rest = [.. all];
        rest.Remove(one);
        return [.. rest];
    }

    private static void Change(Action change)
    {
        lock (_changing)
        {
            change();
            CallKind kinds = _forwardObservers > 0 ? CallKind.Forward : CallKind.None;
            foreach (CallObserver observer in _observers)
            {
                kinds |= observer.Kinds;
            }

            foreach (CallFault fault in _faults)
            {
                kinds |= fault.Site.Kind;
            }

            _watched = (int)kinds;
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
