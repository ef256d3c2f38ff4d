using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Sees the module, its arguments and its output, and gives the output that the caller gets.
/// </summary>
internal delegate object? ForwardObserver(nn.Module module, object?[] arguments, object? output);

/// <summary>Sees the module and its arguments before it runs, and gives those that it gets, of the same types.</summary>
internal delegate object?[] ForwardPreparer(nn.Module module, object?[] arguments);

/// <summary>
/// The second door to a module: TorchSharp's hooks act on <c>call</c>, and what watches here acts where woven code calls
/// <c>forward</c>, which runs no hooks. The user's own hooks run where they ran before.
/// </summary>
internal static class ForwardObservers
{
    private static readonly ConditionalWeakTable<nn.Module, Watched> _watched = [];

    /// <summary>Watches a module until the result is disposed.</summary>
    /// <param name="module">The module.</param>
    /// <param name="observer">Runs after each call.</param>
    public static IDisposable Add(nn.Module module, ForwardObserver observer) => Add(module, watched => watched.After, observer);

    /// <summary>Runs something before each call of a module until the result is disposed.</summary>
    /// <param name="module">The module.</param>
    /// <param name="action">Gets the module.</param>
    public static IDisposable AddBefore(nn.Module module, Action<nn.Module> action) => Add(module, watched => watched.Before, action);

    /// <summary>Gives a module its arguments until the result is disposed.</summary>
    /// <param name="module">The module.</param>
    /// <param name="preparer">Gets the module and its arguments, before each call.</param>
    public static IDisposable AddPreparer(nn.Module module, ForwardPreparer preparer) =>
        Add(module, watched => watched.Preparers, preparer);

    /// <summary>Runs what comes before a call.</summary>
    /// <param name="module">The module.</param>
    /// <param name="arguments">Its arguments, which may be exchanged.</param>
    public static void Begin(nn.Module module, Span<object?> arguments)
    {
        if (!_watched.TryGetValue(module, out Watched? watched))
        {
            return;
        }

        Array.ForEach(Present(watched.Before), action => action(module));
        foreach (ForwardPreparer preparer in Present(watched.Preparers))
        {
            preparer(module, arguments.ToArray()).CopyTo(arguments);
        }
    }

    /// <summary>Runs what watches a module.</summary>
    /// <returns>The output that the caller gets.</returns>
    public static object? End(nn.Module module, object?[] arguments, object? output)
    {
        if (_watched.TryGetValue(module, out Watched? watched))
        {
            foreach (ForwardObserver observer in Present(watched.After))
            {
                output = observer(module, arguments, output);
            }
        }

        return output;
    }

    /// <summary>
    /// How often hooks of TorchSharp's have told of a module: an overload of <c>call</c> that has a shim of its own may come by
    /// the hooks all the same, and is not to be seen twice.
    /// </summary>
    public static int HookRuns(nn.Module module) =>
        _watched.TryGetValue(module, out Watched? watched) ? Volatile.Read(ref watched.HookRuns) : 0;

    /// <summary>Notes that a hook of TorchSharp's has told of a module.</summary>
    public static void NoteHook(nn.Module module)
    {
        if (_watched.TryGetValue(module, out Watched? watched))
        {
            Interlocked.Increment(ref watched.HookRuns);
        }
    }

    private static Removal Add<T>(nn.Module module, Func<Watched, List<T>> listOf, T one)
    {
        Watched watched = _watched.GetOrCreateValue(module);
        List<T> list = listOf(watched);
        lock (list)
        {
            list.Add(one);
        }

        IDisposable watch = WovenCode.WatchForward();
        return new Removal(() =>
        {
            watch.Dispose();
            lock (list)
            {
                list.Remove(one);
            }
        });
    }

    private static T[] Present<T>(List<T> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }

    private sealed class Watched
    {
        public int HookRuns;

        public List<ForwardObserver> After { get; } = [];

        public List<Action<nn.Module>> Before { get; } = [];

        public List<ForwardPreparer> Preparers { get; } = [];
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
