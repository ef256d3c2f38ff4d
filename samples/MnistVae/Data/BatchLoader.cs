namespace MnistVae.Data;

/// <summary>
/// Gives the batches of an epoch in order, prepared ahead by background threads if wanted. The same seed gives the same
/// batches, bit for bit, whatever the number of workers.
/// </summary>
public sealed class BatchLoader
{
    private readonly IBatchSource _source;
    private readonly BatchLoaderOptions _options;

    /// <summary>Makes a loader; nothing is read yet.</summary>
    /// <param name="source">The images. The loader does not dispose it.</param>
    /// <param name="options">How to load.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">There would be no batch at all.</exception>
    public BatchLoader(IBatchSource source, BatchLoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _source = source;
        _options = options;
        BatchesPerEpoch = options.DropLast
            ? source.Count / options.BatchSize
            : (source.Count + options.BatchSize - 1) / options.BatchSize;
        if (BatchesPerEpoch < 1)
        {
            throw new ArgumentException(
                source.Count < 1
                    ? "The source has no samples, so there is no batch to load."
                    : $"The source has {source.Count} samples, fewer than the batch size {options.BatchSize}, and "
                        + $"{nameof(options.DropLast)} leaves out a batch that is not full: no batch would be left.",
                nameof(source));
        }
    }

    /// <summary>The number of batches in an epoch.</summary>
    public long BatchesPerEpoch { get; }

    /// <summary>Loads an epoch, or the rest of one.</summary>
    /// <remarks>
    /// Each enumeration has workers of its own, which run from its first step to its end. An enumeration that is left
    /// early (<c>break</c>, an exception) stops them, waits for them, and disposes what they had prepared.
    /// </remarks>
    /// <param name="epoch">The number of the epoch, from 0; it decides order and augmentation.</param>
    /// <param name="firstBatch">The batch to begin with, so that a run can go on in the middle of an epoch.</param>
    /// <returns>The batches; the consumer disposes each.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such epoch or batch.</exception>
    /// <exception cref="BatchLoadException">While enumerating: the source has thrown.</exception>
    public IEnumerable<Batch> Epoch(long epoch, long firstBatch = 0)
    {
        if (epoch < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(epoch), epoch, "Epochs are counted from 0.");
        }

        if (firstBatch < 0 || firstBatch > BatchesPerEpoch)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstBatch), firstBatch, $"An epoch has {BatchesPerEpoch} batches, counted from 0.");
        }

        return _options.Workers == 0 ? LoadHere(epoch, firstBatch) : LoadAhead(epoch, firstBatch);
    }

    private IEnumerable<Batch> LoadHere(long epoch, long firstBatch)
    {
        long[] order = Order(epoch);
        for (long batch = firstBatch; batch < BatchesPerEpoch; batch++)
        {
            yield return Load(order, epoch, batch);
        }
    }

    private IEnumerable<Batch> LoadAhead(long epoch, long firstBatch)
    {
        long[] order = Order(epoch);
        using var workers = new BatchWorkers(
            _options.Workers, firstBatch, BatchesPerEpoch, batch => Load(order, epoch, batch));
        for (long batch = firstBatch; batch < BatchesPerEpoch; batch++)
        {
            yield return workers.Take(batch);
        }
    }

    private long[] Order(long epoch) => _options.Shuffle
        ? CounterRandom.Permutation(_source.Count, _options.Seed, CounterRandom.Purpose.Order, epoch)
        : CounterRandom.Sequence(_source.Count);

    private Batch Load(long[] order, long epoch, long batch)
    {
        int start = checked((int)(batch * _options.BatchSize));
        ReadOnlySpan<long> indices = order.AsSpan(start, Math.Min(_options.BatchSize, order.Length - start));
        try
        {
            using OneComputingThread alone = new();
            return _source.GetBatch(indices, epoch);
        }
        catch (Exception exception)
        {
            throw new BatchLoadException(epoch, batch, FirstUnreadable(indices, epoch), exception);
        }
    }

    /// <summary>Reads the samples of a batch one by one, until one fails as the whole batch did.</summary>
    private long? FirstUnreadable(ReadOnlySpan<long> indices, long epoch)
    {
        foreach (long index in indices)
        {
            try
            {
                _source.GetBatch([index], epoch).Dispose();
            }
            catch (Exception)
            {
                // The exception of the whole batch is the one reported; this one only says where it comes from.
                return index;
            }
        }

        return null;
    }
}
