using System.Collections.Concurrent;

namespace TorchTrust.Cli.Checking;

/// <summary>Does the same for many, some of them at a time, each on a thread that may wait as long as it likes.</summary>
internal static class SideBySide
{
    /// <summary>Gives the results in the order of the items.</summary>
    /// <param name="items">For what.</param>
    /// <param name="jobs">How many at a time.</param>
    /// <param name="run">What.</param>
    public static IReadOnlyList<TResult> Run<TItem, TResult>(IReadOnlyList<TItem> items, int jobs, Func<TItem, TResult> run)
    {
        var results = new TResult[items.Count];
        var queue = new ConcurrentQueue<int>(Enumerable.Range(0, items.Count));
        Task[] workers =
        [
            .. Enumerable.Range(0, Math.Min(jobs, items.Count)).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    while (queue.TryDequeue(out int index))
                    {
                        results[index] = run(items[index]);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];
        Task.WhenAll(workers).GetAwaiter().GetResult();
        return results;
    }
}
