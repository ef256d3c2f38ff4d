using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Weaving;

/// <summary>
/// Sees the module, its arguments and its output, and gives the output that the caller gets.
/// </summary>
internal delegate object? ForwardObserver(nn.Module module, object?[] arguments, object? output);

/// <summary>
/// The second door to a module: TorchSharp's hooks act on <c>call</c>, and what watches here acts where woven code calls
/// <c>forward</c>, which runs no hooks. The user's own hooks run where they ran before.
/// </summary>
internal static class ForwardObservers
{
    private static readonly ConditionalWeakTable<nn.Module, List<ForwardObserver>> _byModule = [];

    [ThreadStatic]
    private static (WeakReference<nn.Module> Module, WeakReference<object> Output)? _lastSeenByHook;

    /// <summary>Watches a module until the result is disposed.</summary>
    public static IDisposable Add(nn.Module module, ForwardObserver observer)
    {
        List<ForwardObserver> observers = _byModule.GetOrCreateValue(module);
        lock (observers)
        {
            observers.Add(observer);
        }

        IDisposable watch = WovenCode.WatchForward();
        return new Removal(observers, observer, watch);
    }

    /// <summary>Runs what watches a module.</summary>
    /// <returns>The output that the caller gets.</returns>
    public static object? Apply(nn.Module module, object?[] arguments, object? output)
    {
        if (!_byModule.TryGetValue(module, out List<ForwardObserver>? observers) || IsSeenByHook(module, output))
        {
            return output;
        }

        ForwardObserver[] present;
        lock (observers)
        {
            present = [.. observers];
        }

        foreach (ForwardObserver observer in present)
        {
            output = observer(module, arguments, output);
        }

        return output;
    }

    /// <summary>
    /// Notes that a hook of TorchSharp's has seen an output: an overload of <c>call</c> that has a shim of its own may come by
    /// the hooks all the same, and is not to be seen twice.
    /// </summary>
    public static void NoteHook(nn.Module module, object? output) => _lastSeenByHook = output is null
        ? null
        : (new WeakReference<nn.Module>(module), new WeakReference<object>(output));

    private static bool IsSeenByHook(nn.Module module, object? output) => _lastSeenByHook is { } last
        && last.Module.TryGetTarget(out nn.Module? seen) && ReferenceEquals(seen, module)
        && last.Output.TryGetTarget(out object? given) && ReferenceEquals(given, output);

    private sealed class Removal(List<ForwardObserver> observers, ForwardObserver observer, IDisposable watch) : IDisposable
    {
        private bool _isDone;

        public void Dispose()
        {
            if (_isDone)
            {
                return;
            }

            _isDone = true;
            watch.Dispose();
            lock (observers)
            {
                observers.Remove(observer);
            }
        }
    }
}
