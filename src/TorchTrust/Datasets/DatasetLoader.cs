namespace TorchTrust.Datasets;

/// <summary>A declared way to load the batches of a split.</summary>
/// <param name="Split">The name of the split.</param>
/// <param name="TakesEpoch">Whether it is told the number of the epoch.</param>
/// <param name="TakesWorkers">Whether it is told the number of workers.</param>
/// <param name="IsAugmented">Whether it changes what it loads, beyond the split's own augmentation.</param>
/// <param name="Batches">The user's function that gives the batches of an epoch.</param>
/// <param name="Epoch">Gives the batches of an epoch from the open data set, the number of the epoch, and of workers.</param>
internal sealed record DatasetLoader(
    string Split,
    bool TakesEpoch,
    bool TakesWorkers,
    bool IsAugmented,
    Delegate Batches,
    Func<object, long, int, IEnumerable<object?>> Epoch);
