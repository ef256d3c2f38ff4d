using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Counts live tensors exactly.</summary>
internal static class TensorCensus
{
    /// <summary>
    /// Tensors made on this thread and not disposed on it, whether something still refers to them or not. Others' threads
    /// do not disturb it; what the garbage collector frees is not subtracted.
    /// </summary>
    public static long OfThread() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>
    /// Tensors of the process that something still refers to: the garbage collector has freed all others before.
    /// </summary>
    public static long OfProcess()
    {
        // Twice: what a finalizer lets go is freed by the second.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }

    /// <summary>
    /// How many tensors that refer to nothing the modules give while something runs, as an attention without weights does: TorchSharp 0.107
    /// counts them when they are made and not when they are disposed.
    /// </summary>
    public static long Empty(ModelSession session, Action run)
    {
        long empty = 0;
        var hooks = new List<ForwardHook>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string _, nn.Module module) in session.Modules.Where(entry => !ObjectGraph.IsUserType(entry.Module.GetType())))
            {
                if (ForwardHook.TryInstall(module, (_, _, output) =>
                {
                    empty += CountEmpty(output);
                    return output;
                }) is { } hook)
                {
                    hooks.Add(hook);
                }
            }

            run();
            return empty;
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
    }

    private static long CountEmpty(object? output) => output switch
    {
        Tensor tensor => tensor.IsInvalid ? 1 : 0,
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).Sum(i => CountEmpty(tuple[i])),
        _ => 0,
    };

    /// <summary>The tensors that an instance reaches through its fields, each with the path that leads to it.</summary>
    public static IReadOnlyList<string> HeldBy(object model) =>
        [.. ObjectGraph.Walk(model).Where(node => node.Value is Tensor { IsInvalid: false }).Select(node => node.Path)];

    /// <summary>
    /// The module during whose own code most tensors leave their dispose scope; null where none does.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="run">Runs it.</param>
    public static string? WhereDetached(ModelSession session, Action run)
    {
        var detached = new Dictionary<string, long>();
        long before = 0;
        Func<object?[], object?[]>? rewire = session.Rewire;
        var hooks = new List<ForwardHook>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules)
            {
                if (ForwardHook.TryInstall(module, (_, _, output) =>
                {
                    long now = DisposeScopeManager.Statistics.DetachedFromScopeCount;
                    detached[path] = detached.GetValueOrDefault(path) + now - before;
                    before = now;
                    return output;
                }) is { } hook)
                {
                    hooks.Add(hook);
                }
            }

            // Counting begins where the model's own code does.
            session.Rewire = arguments =>
            {
                before = DisposeScopeManager.Statistics.DetachedFromScopeCount;
                return rewire?.Invoke(arguments) ?? arguments;
            };
            run();
        }
        finally
        {
            session.Rewire = rewire;
            hooks.ForEach(hook => hook.Dispose());
        }

        return detached.Where(entry => entry.Value > 0).OrderByDescending(entry => entry.Value)
            .Select(entry => entry.Key).FirstOrDefault();
    }
}
