namespace MnistVae.Data;

/// <summary>Images that are read by the batch.</summary>
/// <remarks>
/// <see cref="GetBatch"/> may be called from several threads at once, and what it gives depends on its arguments alone.
/// </remarks>
public interface IBatchSource
{
    /// <summary>The number of images.</summary>
    long Count { get; }

    /// <summary>The shape of one image.</summary>
    ImageShape Shape { get; }

    /// <summary>Reads some images.</summary>
    /// <param name="indices">The images' indices, from 0 to <see cref="Count"/> - 1, in the order wanted.</param>
    /// <param name="epoch">The pass over the data, from 0; augmentation differs from one to the next.</param>
    /// <returns>A batch that the caller disposes.</returns>
    /// <exception cref="ArgumentException">There is no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is none of the source's.</exception>
    Batch GetBatch(ReadOnlySpan<long> indices, long epoch);
}
