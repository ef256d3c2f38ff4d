namespace MnistVae.Data;

/// <summary>How batches are loaded.</summary>
public sealed record BatchLoaderOptions
{
    /// <summary>The number of images in a batch, 1 or more; the last batch of an epoch may have fewer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Whether each epoch has a random order of its own; else the order is that of the source.</summary>
    public bool Shuffle { get; init; }

    /// <summary>The seed of the orders.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The number of threads that prepare batches ahead; with 0 each batch is prepared when it is asked for. It changes
    /// nothing in the batches.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether the last batch is left out if it is not full.</summary>
    public bool DropLast { get; init; }

    /// <summary>Refuses options that no loader could follow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(BatchSize), BatchSize, "The batch size must be 1 or more.");
        }

        if (Workers < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Workers), Workers, "The number of workers must be 0 or more; 0 loads on the calling thread.");
        }
    }
}
