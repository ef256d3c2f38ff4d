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
        new RewireReads("draw-once", "draws once a pass for all of its items", (session, split) => DataItemsAreDrawnApart.IsJudged(session, split), () => DataItemsAreDrawnApart.OneDrawAPass()),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) =>
        subject.Splits.Any(split => split.IsAugmented)
            ? null
            : "No split is declared as augmented: WithSplit(\"train\", …, augmented: true).";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => split.Declared.IsAugmented ? null : $"{split.Name} is not declared as augmented.";


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

        session.IsUsed();
        DatasetItem[] first = [.. indices.Select(split.Read)];
        DatasetItem[] second = [.. indices.Select(split.Read)];
        var findings = new List<Finding>();
        bool judged = false;
        foreach (string path in first[0].Fields.Select(field => field.Path))
        {
            (double[] Before, double[] After)[] pairs = [.. first.Zip(second, (one, other) => (Values(one, path), Values(other, path)))];
            if (pairs.Any(pair => pair.Before.Length < 2 || pair.Before.Length != pairs[0].Before.Length || pair.After.Length != pair.Before.Length)
                || pairs.Any(pair => pair.Before.AsSpan().SequenceEqual(pair.After)))
            {
                continue;
            }

            judged = true;
            if (OneChange(pairs) is { } how)
            {
                findings.Add(new Finding($"{path} of all {pairs.Length} items that were read of split {split.Name} {how} between two passes"));
            }
        }

        return judged ? CheckOutcome.From(findings)
            : CheckOutcome.Skipped($"No field of split {split.Name} changes in all of its items, so it cannot be told whether they change alike.");
    }

    /// <summary>Whether a split is looked at.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) =>
        split.Declared.IsAugmented && split is { IsIndexed: true, Count: >= MinimumItems } && session.SummaryOf(split, _ => { }).Fields.Any(field => field.Elements is { Size: > 1 });

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

    private static double[] Values(DatasetItem item, string path) => FieldContent.Of(item.Fields.FirstOrDefault(field => field.Path == path)?.Value).Values.ToArray();

    private static string? OneChange((double[] Before, double[] After)[] pairs) =>
        AllAlike(pairs, (before, after) => after - before) ? "moves by the same numbers"
        : AllAlike(pairs, (before, after) => before == 0 ? (after == 0 ? 1 : double.NaN) : after / before) ? "is scaled by the same numbers"
        : Rearrangement(pairs) ? "is rearranged in the same way"
        : null;

    private static bool AllAlike((double[] Before, double[] After)[] pairs, Func<double, double, double> change)
    {
        double[] expected = [.. pairs[0].Before.Zip(pairs[0].After, change)];
        return pairs.Skip(1).All(pair => pair.Before.Zip(pair.After, change).Zip(expected)
            .All(each => Math.Abs(each.First - each.Second) <= 1e-5 * Math.Max(Math.Abs(each.Second), Math.Abs(pair.Before.Max()))));
    }

    /// <summary>Where the first item's values went is where those of all others go: exact, and judged where most values differ from each other.</summary>
    private static bool Rearrangement((double[] Before, double[] After)[] pairs)
    {
        (double[] before, double[] after) = pairs.MaxBy(pair => pair.Before.Distinct().Count());
        if (before.Distinct().Count() < before.Length * 3 / 4)
        {
            return false;
        }

        var place = new Dictionary<double, int>();
        for (int i = 0; i < before.Length; i++)
        {
            place.TryAdd(before[i], i);
        }

        int[] source = [.. after.Select(value => place.GetValueOrDefault(value, -1))];
        return !source.Contains(-1) && pairs.All(pair => Enumerable.Range(0, source.Length).All(i => pair.After[i].Equals(pair.Before[source[i]])
            || before.Count(value => value.Equals(after[i])) > 1));
    }
}
