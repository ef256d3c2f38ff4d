using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets;

/// <summary>A declared part of a data set.</summary>
/// <param name="Name">Its name, such as <c>train</c>.</param>
/// <param name="IsAugmented">Whether its items are drawn anew each time they are read.</param>
/// <param name="PartOf">The split whose items it shares; null if it shares none.</param>
/// <param name="Items">The user's function that gives its items, or reads one.</param>
/// <param name="Open">Gives its items from the open data set.</param>
internal sealed record DatasetSplit(string Name, bool IsAugmented, string? PartOf, Delegate Items, Func<object, ItemSource> Open);
