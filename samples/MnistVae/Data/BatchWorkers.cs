using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace MnistVae.Data;

/// <summary>
/// Threads that prepare batches ahead of their use. Of W workers, worker w prepares each W-th batch into a short queue
/// of its own, so taking the batches in order needs no sorting.
/// </summary>
internal sealed class BatchWorkers : IDisposable
{
    private const int QueueLength = 2;

    private readonly Func<long, Batch> _load;
    private readonly long _first;
    private readonly long _end;
    private readonly BlockingCollection<Prepared>[] _queues;
    private readonly Thread[] _threads;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">The number of threads, 1 or more; no more than there are batches are started.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="end">The batch after the last.</param>
    /// <param name="load">Prepares a batch; called on several threads at once.</param>
    public BatchWorkers(int workers, long first, long end, Func<long, Batch> load)
    {
        _load = load;
        _first = first;
        _end = end;
        int count = (int)Math.Min(workers, end - first);
        _queues = new BlockingCollection<Prepared>[count];
        _threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int worker = i;
            _queues[i] = new BlockingCollection<Prepared>(QueueLength);
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Batch worker {worker}" };
        }

        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Waits for a batch. Batches are taken in order, each once.</summary>
    /// <remarks>What <c>load</c> has thrown for this batch is thrown here.</remarks>
    public Batch Take(long batch)
    {
        Prepared prepared = _queues[(batch - _first) % _queues.Length].Take();
        prepared.Failure?.Throw();
        return prepared.Batch!;
    }

    /// <summary>Stops the threads, waits for them, and disposes what nobody has taken.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        foreach (BlockingCollection<Prepared> queue in _queues)
        {
            while (queue.TryTake(out Prepared prepared))
            {
                prepared.Batch?.Dispose();
            }

            queue.Dispose();
        }

        _stop.Dispose();
    }

    private void Work(int worker)
    {
        BlockingCollection<Prepared> queue = _queues[worker];
        for (long batch = _first + worker; batch < _end && !_stop.IsCancellationRequested; batch += _queues.Length)
        {
            Prepared prepared = Prepare(batch);
            try
            {
                queue.Add(prepared, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                prepared.Batch?.Dispose();
                return;
            }

            if (prepared.Failure is not null)
            {
                return;
            }
        }
    }

    private Prepared Prepare(long batch)
    {
        try
        {
            return new Prepared(_load(batch), null);
        }
        catch (Exception exception)
        {
            // It belongs to the consumer, who gets it in place of the batch.
            return new Prepared(null, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private readonly record struct Prepared(Batch? Batch, ExceptionDispatchInfo? Failure);
}
