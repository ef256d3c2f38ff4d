using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Between two passes, augmented items do not all change in one and the same way.</summary>
[Check("data-items-are-drawn-apart", "each item has a draw of its own", CheckArea.Loading)]
internal sealed class DataItemsAreDrawnApart : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "One angle or one noise for all items of a pass is hardly an augmentation: within an epoch nothing varies.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw inside of the read, from a generator that goes on from item to item, or from seed, epoch and index together.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads("draw-once", "draws once a pass for all of its items", (session, split) =>
            DataItemsAreDrawnApart.IsJudged(session, split), () => DataItemsAreDrawnApart.OneDrawAPass()),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) =>
        subject.Splits.Any(split => split.IsAugmented)
            ? null
            : "No split is declared as augmented: WithSplit(\"train\", …, augmented: true).";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        split.Declared.IsAugmented ? null : $"{split.Name} is not declared as augmented.";

    /// <summary>Draws of a coin for each item agree in all of so many with a chance below 1e-6.</summary>
    private const int MinimumItems = 20;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        if (!split.IsIndexed || indices.Count < MinimumItems)
        {
            return CheckOutcome.Skipped($"{split.Name} has fewer than {MinimumItems} items that can be read by index.");
        }

        DatasetItem[] first = [.. ItemReads.Items(session, split, indices)];
        DatasetItem[] second = [.. ItemReads.Items(session, split, indices)];
        var findings = new List<Finding>();
        bool judged = false;
        foreach (string path in first[0].Fields.Select(field => field.Path))
        {
            (double[] Before, double[] After)[] pairs = [.. first.Zip(second, (one, other) => (Values(one, path), Values(other, path)))];
            if (pairs.Any(pair =>
                pair.Before.Length < 2 || pair.Before.Length != pairs[0].Before.Length || pair.After.Length != pair.Before.Length))
            {
                continue;
            }

            ILookup<bool, (double[] Before, double[] After)> changed = pairs.ToLookup(pair => !pair.Before.AsSpan()
                .SequenceEqual(pair.After));
            (double[] Before, double[] After)[] moved = [.. changed[true]];
            OneChange? one = moved.Length == 0 ? null : OneChange.Of(moved);

            // An item that stayed as it was had another draw, unless the one change of all others leaves it as it is.
            bool isOne = one is not null && changed[false].All(pair => one.LeavesAlone(pair.Before));
            judged |= moved.Length > 0 && (!isOne || moved.Length >= MinimumItems);
            if (isOne && moved.Length >= MinimumItems)
            {
                findings.Add(
                    new Finding($"{path} of all {moved.Length} items that were read of split {split.Name} {one!.How} between two passes"));
            }
        }

        return judged ? CheckOutcome.From(findings)
            : CheckOutcome.Skipped(
                $"No field of split {split.Name} changes in {MinimumItems} of its items, so it cannot be told whether they change alike.");
    }

    /// <summary>Whether a split is looked at.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) =>
        split.Declared.IsAugmented && split is { IsIndexed: true, Count: >= MinimumItems }
            && session.SummaryOf(split, _ => { }).Fields.Any(field => field.Elements is { Size: > 1 });

    /// <summary>Items as they were read first, all moved by one number that is drawn for a pass.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> OneDrawAPass()
    {
        var known = new Dictionary<long, DatasetItem>();
        var passes = new Dictionary<long, int>();
        return (_, item) =>
        {
            known.TryAdd(item.Index, item);
            passes[item.Index] = passes.GetValueOrDefault(item.Index) + 1;
            return Altered.Shifted(known[item.Index], passes[item.Index]);
        };
    }

    private static double[] Values(DatasetItem item, string path) =>
        FieldContent.Of(item.FieldAt(path)?.Value).Values.ToArray();
}
