namespace MnistVae.Data;

/// <summary>A batch could not be loaded.</summary>
public sealed class BatchLoadException : Exception
{
    /// <summary>Names the batch and the sample.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="batch">The number of the batch in its epoch, from 0.</param>
    /// <param name="sampleIndex">The sample's index in its source; null if every sample can be read alone.</param>
    /// <param name="innerException">What the source has thrown.</param>
    public BatchLoadException(long epoch, long batch, long? sampleIndex, Exception innerException)
        : base(Describe(epoch, batch, sampleIndex, innerException), innerException)
    {
        Epoch = epoch;
        Batch = batch;
        SampleIndex = sampleIndex;
    }

    /// <summary>The epoch.</summary>
    public long Epoch { get; }

    /// <summary>The number of the batch in its epoch, from 0.</summary>
    public long Batch { get; }

    /// <summary>The first sample that fails, by its index; null if every sample can be read alone.</summary>
    public long? SampleIndex { get; }

    private static string Describe(long epoch, long batch, long? sampleIndex, Exception innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        string what = sampleIndex is { } index
            ? $"sample {index} cannot be read"
            : "its samples can be read one by one, but not together";
        return $"Batch {batch} of epoch {epoch} cannot be loaded: {what}. "
            + $"{innerException.GetType().Name}: {innerException.Message}";
    }
}
