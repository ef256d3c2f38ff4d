namespace MnistVae.Data;

/// <summary>How a data set is divided and augmented.</summary>
public sealed record MnistDataOptions
{
    /// <summary>The number of training images set aside for validation, chosen at random; 0 for none.</summary>
    public long ValidationCount { get; init; }

    /// <summary>The largest rotation of a training image, in degrees either way, from 0 (none) to 180.</summary>
    public double MaximumRotation { get; init; } = 5;

    /// <summary>Decides which images are set aside, which are left by a limit, and all rotations.</summary>
    public long Seed { get; init; }

    /// <summary>If set, that many images of each split are left, chosen at random: for quick runs.</summary>
    public long? Limit { get; init; }

    /// <summary>Refuses options that no data set could follow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (ValidationCount < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ValidationCount), ValidationCount, "The number of validation images must be 0 or more.");
        }

        if (MaximumRotation is not (>= 0 and <= 180))
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaximumRotation), MaximumRotation, "The largest rotation must be from 0 to 180 degrees.");
        }

        if (Limit < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "A limit must leave 1 image or more.");
        }
    }
}
