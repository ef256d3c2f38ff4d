using MnistVae.Data;

namespace MnistVae.Tests.Data;

public sealed class BatchLoaderTests(SmallMnistFixture mnist) : IClassFixture<SmallMnistFixture>
{
    private const int BatchSize = 32;

    private ImageDataset Train => mnist.Data.Train;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_same_seed_gives_the_same_batches(int workers) =>
        Assert.Equal(Hashes(seed: 1, workers: 0, epoch: 2), Hashes(seed: 1, workers, epoch: 2));

    [Fact]
    public void Another_seed_gives_another_order() =>
        Assert.NotEqual(Order(seed: 1, epoch: 0), Order(seed: 2, epoch: 0));

    [Fact]
    public void Each_epoch_has_an_order_of_its_own() =>
        Assert.Equal(5, Enumerable.Range(0, 5).Select(epoch => string.Join(' ', Order(1, epoch))).Distinct().Count());

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_source()
    {
        BatchLoader loader = new(Train, new() { BatchSize = BatchSize });

        Assert.Equal(CounterRandom.Sequence(300), Drain(loader.Epoch(1), batch => batch.Indices).SelectMany(x => x));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_epoch_goes_on_from_any_batch(int workers)
    {
        string[] all = Hashes(seed: 1, workers: 0, epoch: 1);
        for (int first = 0; first <= all.Length; first++)
        {
            Assert.Equal(all[first..], Hashes(seed: 1, workers, epoch: 1, first));
        }
    }

    [Theory]
    [InlineData(false, 10, 12)]
    [InlineData(true, 9, 32)]
    public void The_last_batch_is_smaller_or_left_out(bool dropLast, int batches, int lastSize)
    {
        BatchLoader loader = new(Train, new() { BatchSize = BatchSize, DropLast = dropLast });

        int[] sizes = Drain(loader.Epoch(0), batch => batch.Indices.Count);

        Assert.Equal(batches, loader.BatchesPerEpoch);
        Assert.Equal(batches, sizes.Length);
        Assert.All(sizes[..^1], size => Assert.Equal(BatchSize, size));
        Assert.Equal(lastSize, sizes[^1]);
    }

    [Fact]
    public void More_workers_than_batches_do_no_harm()
    {
        BatchLoader loader = new(Train, new() { BatchSize = 200, Workers = 7 });

        Assert.Equal([200, 100], Drain(loader.Epoch(0), batch => batch.Indices.Count));
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        AssertRefused(new() { BatchSize = 0 }, "The batch size must be 1 or more.");
        AssertRefused(new() { BatchSize = 1, Workers = -1 }, "The number of workers must be 0 or more");
        AssertRefused(
            new() { BatchSize = 301, DropLast = true }, "The source has 300 samples, fewer than the batch size 301");
    }

    [Fact]
    public void An_impossible_epoch_is_refused_at_once()
    {
        BatchLoader loader = new(Train, new() { BatchSize = BatchSize });

        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(0, firstBatch: -1));
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => loader.Epoch(0, firstBatch: 11));
        Assert.Contains("An epoch has 10 batches", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_with_the_index_of_the_sample(int workers)
    {
        AlteredSource source = new(Train, (inner, indices, epoch) => indices.Contains(71)
            ? throw new InvalidDataException("The picture is upside down.")
            : inner.GetBatch(indices, epoch));
        BatchLoader loader = new(source, new() { BatchSize = BatchSize, Workers = workers });
        int loaded = 0;

        BatchLoadException exception = Assert.Throws<BatchLoadException>(
            () => Drain(loader.Epoch(4), _ => loaded++));

        Assert.Equal(2, loaded);
        Assert.Equal(71, exception.SampleIndex);
        Assert.Equal(2, exception.Batch);
        Assert.Equal(4, exception.Epoch);
        Assert.IsType<InvalidDataException>(exception.InnerException);
        Assert.Equal(
            "Batch 2 of epoch 4 cannot be loaded: sample 71 cannot be read. "
                + "InvalidDataException: The picture is upside down.",
            exception.Message);
    }

    [Fact]
    public void An_exception_of_the_batch_as_a_whole_blames_no_sample()
    {
        AlteredSource source = new(Train, (inner, indices, epoch) => indices.Length > 1
            ? throw new InvalidOperationException("Too many at once.")
            : inner.GetBatch(indices, epoch));
        BatchLoader loader = new(source, new() { BatchSize = BatchSize });

        BatchLoadException exception = Assert.Throws<BatchLoadException>(() => Drain(loader.Epoch(0), _ => 0));

        Assert.Null(exception.SampleIndex);
        Assert.Contains("one by one, but not together", exception.Message, StringComparison.Ordinal);
    }

    private string[] Hashes(long seed, int workers, long epoch, long firstBatch = 0)
    {
        BatchLoader loader = new(
            Train, new() { BatchSize = BatchSize, Shuffle = true, Seed = seed, Workers = workers });
        return Drain(
            loader.Epoch(epoch, firstBatch),
            batch => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(batch.Images.bytes)));
    }

    private long[] Order(long seed, long epoch)
    {
        BatchLoader loader = new(Train, new() { BatchSize = BatchSize, Shuffle = true, Seed = seed });
        return [.. Drain(loader.Epoch(epoch), batch => batch.Indices).SelectMany(x => x)];
    }

    private void AssertRefused(BatchLoaderOptions options, string message)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => new BatchLoader(Train, options));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static T[] Drain<T>(IEnumerable<Batch> batches, Func<Batch, T> look)
    {
        List<T> seen = [];
        foreach (Batch batch in batches)
        {
            using (batch)
            {
                seen.Add(look(batch));
            }
        }

        return [.. seen];
    }
}
