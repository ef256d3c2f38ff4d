using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Items of a split that is not declared as augmented are the same in each read.</summary>
/// <remarks>
/// A question: testing on several random crops is right, and is declared.
/// </remarks>
[Check("data-only-declared-splits-vary", "only what is declared as augmented varies", CheckArea.Loading, Severity = Severity.Question)]
internal sealed class DataOnlyDeclaredSplitsVary : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A test set that changes gives another accuracy each time, and one that is augmented is not the one that is meant.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give the held-out split no augmentation. If the training is augmented: WithSplit(…, augmented: true); if another "
            + "split is random on purpose: subject.IsRandomOnPurpose(\"test\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads(
            "augment-a-split",
            "augments a split that is not declared as augmented",
            (session, split) => Augmented(session, split) is null && HasNumbers(session, split),
            Noise),
    ];

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => Augmented(session, split);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        IReadOnlyList<ItemPrint> first = ItemReads.Read(session, split, indices);
        IReadOnlyList<ItemPrint> second = ItemReads.Read(session, split, indices);
        (long Index, IReadOnlyList<string> Fields)[] varying =
            [.. first.Zip(second, (one, other) => (one.Index, one.Differences(other))).Where(pair => pair.Item2.Count > 0)];
        return first.Count == 0 ? CheckOutcome.Skipped($"Split {split.Name} has no items.")
            : varying.Length == 0 ? CheckOutcome.Passed
            : CheckOutcome.Failed([new Finding(
                $"{Fields(varying.SelectMany(each => each.Fields))} of {Named(varying.Select(each => each.Index))} of split {split.Name} "
                    + $"{(split.IsTrainedOn ? "" : "(held out) ")}"
                    + $"differs between two reads: {varying.Length} of {first.Count} items that were read twice")
            {
                Sample = varying[0].Index,
            }]);
    }

    /// <summary>Other numbers in each read.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> Noise()
    {
        int reads = 0;
        return (_, item) => Altered.Shifted(item, 0.01 * reads++);
    }
}
