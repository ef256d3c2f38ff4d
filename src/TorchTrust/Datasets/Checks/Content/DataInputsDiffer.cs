using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>The inputs of a split are not all alike.</summary>
[Check("data-inputs-differ", "inputs differ from item to item", CheckArea.Content)]
internal sealed class DataInputsDiffer : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network is shown one and the same item for a whole epoch, and learns its target by heart.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for an index that is not used when an item is read, or for one tensor that is handed out again and again.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new GiveOneItem(),
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits) =>
        splits.All(split => split.Summary.Items < 2)
            ? CheckOutcome.Skipped("No split has two items.")
            : CheckOutcome.From(
            [
                .. from split in splits
                   where split.Summary.Items > 1 && split.Summary.Contents is { Share: 1, Entries.Count: 1 }
                   select new Finding($"all {split.Summary.Items} items of split {split.Name} have the same inputs"),
            ]);
}
