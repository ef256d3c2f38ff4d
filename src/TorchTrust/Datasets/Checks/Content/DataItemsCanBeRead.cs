using TorchTrust.Checks;
using TorchTrust.Datasets.Checks.Pictures;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>Every item from 0 up to the count can be read, and there are items.</summary>
[Check("data-items-can-be-read", "every item can be read", CheckArea.Content)]
internal sealed class DataItemsCanBeRead : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Training ends hours later, at the first epoch that comes to the item, or a loader swallows it with its whole batch.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Mend or leave out the item that is named, or count only those that are there. A loader of TorchSharp tells such an "
            + "exception without the index: read the item of the data set itself.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ThrowAtItem(),
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits) => CheckOutcome.From(
    [
        .. from split in splits
           from item in split.Summary.Unreadable
           select new Finding($"item {item.Key} of split {split.Name} cannot be read: {item.Value}") { Sample = item.Key },
        .. splits.Where(split => split.Summary is { Items: 0, Unreadable.Count: 0 })
            .Select(split => new Finding($"split {split.Name} has no items")),
    ]);

    /// <inheritdoc/>
    protected override IEnumerable<Picture?> Pictures(DatasetSession session, IReadOnlyList<SplitContent> splits) =>
        splits.Any(split => split.Summary.Unreadable.Count > 0)
            ? []
            : DataLook.Of(session, [.. splits.Select(split => (split.Live, split.Summary))]);

    /// <inheritdoc/>
    protected override string? Blocked(IReadOnlyList<SplitContent> splits) => null;
}
