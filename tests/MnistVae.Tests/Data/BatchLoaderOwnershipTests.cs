using System.Collections.Concurrent;
using MnistVae.Data;
using MnistVae.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>The loader leaves neither tensors nor threads behind, and its workers leave the model's threads.</summary>
[Collection(nameof(SerialTests))]
public sealed class BatchLoaderOwnershipTests(SmallMnistFixture mnist) : IClassFixture<SmallMnistFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_whole_epoch_leaves_nothing(int workers)
    {
        TrackingSource source = new(mnist.Data.Train);
        foreach (Batch batch in Loader(source, workers).Epoch(0))
        {
            batch.Dispose();
        }

        Assert.Equal(30, source.Batches.Count);
        source.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_early_leave_disposes_what_was_prepared_and_ends_the_workers(int workers)
    {
        TrackingSource source = new(mnist.Data.Train);
        foreach (Batch batch in Loader(source, workers).Epoch(0))
        {
            batch.Dispose();
            source.WaitForBatches(workers == 0 ? 1 : 3);
            break;
        }

        Assert.InRange(source.Batches.Count, workers == 0 ? 1 : 3, 29);
        source.AssertNothingIsLeft();
    }

    [Fact]
    public void An_exception_of_the_consumer_disposes_what_was_prepared()
    {
        TrackingSource source = new(mnist.Data.Train);

        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (Batch batch in Loader(source, workers: 2).Epoch(0))
            {
                using (batch)
                {
                    source.WaitForBatches(3);
                    throw new InvalidOperationException("The model diverged.");
                }
            }
        });

        source.AssertNothingIsLeft();
    }

    [Fact]
    public void An_exception_of_a_worker_disposes_what_the_others_prepared()
    {
        TrackingSource source = new(mnist.Data.Train) { Unreadable = 15 };

        Assert.Throws<BatchLoadException>(() =>
        {
            foreach (Batch batch in Loader(source, workers: 3).Epoch(0))
            {
                batch.Dispose();
            }
        });

        source.AssertNothingIsLeft();
    }

    [Fact]
    public void A_batch_that_is_kept_is_counted()
    {
        TrackingSource source = new(mnist.Data.Train);
        Batch? kept = null;
        foreach (Batch batch in Loader(source, workers: 1).Epoch(0))
        {
            kept = batch;
            break;
        }

        using (kept)
        {
            Assert.Same(kept, Assert.Single(source.Batches, batch => !batch.Images.IsInvalid));
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(source.AssertNothingIsLeft);
        }

        source.AssertNothingIsLeft();
    }

    [Fact]
    public void An_epoch_that_is_never_enumerated_starts_nothing()
    {
        TrackingSource source = new(mnist.Data.Train);

        _ = Loader(source, workers: 2).Epoch(0);

        Assert.Empty(source.Threads);
        Assert.Empty(source.Batches);
    }

    [Fact]
    public void Workers_prepare_ahead_but_not_without_bound()
    {
        TrackingSource source = new(mnist.Data.Train);
        foreach (Batch batch in Loader(source, workers: 1).Epoch(0))
        {
            batch.Dispose();

            // Taken: 1, queued: 2, in the worker's hand: 1. It cannot begin a fifth before the consumer asks again.
            source.WaitForBatches(4);
            source.WaitUntilWorkersWait(expected: 4);
            Assert.Equal(4, source.Batches.Count);
            break;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_batch_is_prepared_on_one_computing_thread_and_other_work_is_not(int workers)
    {
        const int Several = 3;
        int before = get_num_threads();
        set_num_threads(Several);
        try
        {
            TrackingSource source = new(mnist.Data.Train);
            foreach (Batch batch in Loader(source, workers).Epoch(0))
            {
                batch.Dispose();
                Assert.Equal(Several, get_num_threads());
            }

            int elsewhere = 0;
            Thread other = new(() => elsewhere = get_num_threads());
            other.Start();
            other.Join();
            Assert.Equal(1, Assert.Single(source.ComputingThreads.Distinct()));
            Assert.Equal(Several, elsewhere);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static BatchLoader Loader(IBatchSource source, int workers) =>
        new(source, new BatchLoaderOptions { BatchSize = 10, Workers = workers });

    /// <summary>Remembers each batch it gave, the thread it was read on, and what reading left in its scope.</summary>
    private sealed class TrackingSource(IBatchSource inner) : IBatchSource
    {
        public ConcurrentQueue<Batch> Batches { get; } = [];

        public ConcurrentQueue<Thread> Threads { get; } = [];

        public ConcurrentQueue<int> ComputingThreads { get; } = [];

        public ConcurrentQueue<int> LeftInScope { get; } = [];

        public long? Unreadable { get; init; }

        public long Count => inner.Count;

        public ImageShape Shape => inner.Shape;

        public Batch GetBatch(ReadOnlySpan<long> indices, long epoch)
        {
            if (Unreadable is { } index && indices.Contains(index))
            {
                throw new InvalidDataException("Unreadable.");
            }

            using DisposeScope scope = NewDisposeScope();
            Batch batch = inner.GetBatch(indices, epoch);
            LeftInScope.Enqueue(scope.DisposablesCount);
            Threads.Enqueue(Thread.CurrentThread);
            ComputingThreads.Enqueue(get_num_threads());
            Batches.Enqueue(batch);
            return batch;
        }

        public void WaitForBatches(int count) =>
            SpinWait.SpinUntil(() => Batches.Count >= count);

        /// <summary>Waits until the workers wait, or until more batches are prepared than there should be.</summary>
        public void WaitUntilWorkersWait(int expected) => SpinWait.SpinUntil(
            () => Batches.Count > expected || Threads.All(thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)));

        public void AssertNothingIsLeft()
        {
            Assert.All(
                Batches, batch => Assert.True(batch.Images.IsInvalid && batch.Labels.IsInvalid, "A batch is left."));
            Assert.All(LeftInScope, count => Assert.Equal(0, count));
            Assert.All(
                Threads.Where(thread => thread != Thread.CurrentThread),
                thread => Assert.False(thread.IsAlive, $"{thread.Name} still runs."));
        }
    }
}
