using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>The batches of an epoch have each item of their split once.</summary>
/// <remarks>
/// A last batch that is left out, and drawing with replacement, are questions until they are declared.
/// </remarks>
[Check("data-epoch-has-every-item", "an epoch has every item once", CheckArea.Loading)]
internal sealed class DataEpochHasEveryItem : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Items that are left out are never learned, items that come twice weigh twice, and the average over an epoch is wrong.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at how indices are cut into batches. If the last one is left out on purpose: "
            + "subject.DropsLastBatchOnPurpose(\"train\", reason); if items are drawn with replacement: "
            + "subject.DrawsWithReplacementOnPurpose(\"train\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireBatches("drop-the-last-batch", "leaves out the last batch of an epoch", (session, split) =>
            DataEpochHasEveryItem.IsJudged(session, split), () => DataEpochHasEveryItem.WithoutLast),
        new RewireBatches("repeat-an-index", "has a row twice, and lacks another", (session, split) =>
            DataEpochHasEveryItem.CanTellRows(session, split), () => DataEpochHasEveryItem.WithRepeatedRow),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Loaders.Count == 0
        ? "It is not declared how batches are loaded: subject.WithBatches(\"train\", (data, epoch) => …)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        NotLoaded(session, split)
        ?? (session.Subject.Facts.WithReplacement.Any(fact => fact.Covers(split.Name))
        ? $"Items of {split.Name} are drawn with replacement on purpose." : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        SplitSummary items = SummaryOf(session, split, context);
        if (items.Count is not { } count || count > session.MaximumItems)
        {
            return CheckOutcome.Skipped($"Split {split.Name} has too many items, or nobody knows how many, for a whole epoch.");
        }

        bool isRandom = IsLoadedAtRandom(session, split);
        (Dictionary<UInt128, long>? rows, List<long> sizes) = Epoch(session, split, items, comparesRows: !isRandom);
        if (sizes.Contains(-1))
        {
            return CheckOutcome.Skipped($"The rows of the batches of {split.Name} cannot be told apart.");
        }

        return rows is null || isRandom ? DecideByCount(session, split, count, sizes)
            : DecideByRows(session, split, items, rows, sizes);
    }

    /// <summary>Whether the batches of a split are looked at.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) =>
        !session.Subject.Facts.WithReplacement.Any(fact => fact.Covers(split.Name))
        && !session.Subject.Facts.DroppedBatches.Any(fact => fact.Covers(split.Name)) && session.Batches(split.Name)
            .FirstOrDefault() is { } first
        && BatchRows.Of(first, session.SummaryOf(split, _ => { })) is not null;

    /// <summary>Whether rows of batches are items.</summary>
    internal static bool CanTellRows(DatasetSession session, LiveSplit split) =>
        IsJudged(session, split) && !IsLoadedAtRandom(session, split)
        && session.Batches(split.Name).First() is { } first && BatchRows.Of(first, session.SummaryOf(split, _ => { })) is { Count: > 1 };

    /// <summary>All batches but the last.</summary>
    internal static IEnumerable<DatasetBatch> WithoutLast(IEnumerable<DatasetBatch> batches, long epoch, int workers)
    {
        DatasetBatch? before = null;
        foreach (DatasetBatch batch in batches)
        {
            if (before is not null)
            {
                yield return before;
            }

            before = Altered.Kept(batch);
        }
    }

    /// <summary>The first row of the first batch in the place of its second one.</summary>
    internal static IEnumerable<DatasetBatch> WithRepeatedRow(IEnumerable<DatasetBatch> batches, long epoch, int workers) =>
        batches.Select(batch => batch.Number > 0 ? batch : Altered.Rows(batch, (_, tensor) =>
        {
            tensor[1] = tensor[0];
            return tensor;
        }));

    private static (Dictionary<UInt128, long>? Rows, List<long> Sizes) Epoch(
        DatasetSession session, LiveSplit split, SplitSummary items, bool comparesRows)
    {
        Dictionary<UInt128, long>? rows = [];
        var sizes = new List<long>();
        foreach (DatasetBatch batch in session.Batches(split.Name))
        {
            BatchRows? told = BatchRows.Of(batch, items);
            sizes.Add(told?.Count ?? -1);
            if (told is null)
            {
                return (null, sizes);
            }

            string[] paths = [.. told.Fields.Keys.Order(StringComparer.Ordinal)];
            for (int row = 0; comparesRows && row < told.Count; row++)
            {
                UInt128 hash = told.Hash(row, paths);
                rows[hash] = rows.GetValueOrDefault(hash) + 1;
            }
        }

        return (rows, sizes);
    }

    private static CheckOutcome DecideByCount(DatasetSession session, LiveSplit split, long count, List<long> sizes) =>
        Missing(session, split, count - sizes.Sum(), sizes, $"an epoch of split {split.Name} has {sizes.Sum()} rows for {count} items");

    private static CheckOutcome DecideByRows(DatasetSession session, LiveSplit split, SplitSummary items, Dictionary<UInt128, long> rows,
        List<long> sizes)
    {
        Dictionary<UInt128, (long Count, long First)> known = [];
        foreach (ItemPrint item in ItemReads.Read(session, split, ItemReads.Indices(split, (int)items.Items)))
        {
            UInt128 hash = BatchRows.Join(item.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value));
            known[hash] = known.TryGetValue(hash, out (long Count, long First) before) ? (before.Count + 1, before.First) : (1, item.Index);
        }

        long unknown = rows.Where(row => !known.ContainsKey(row.Key)).Sum(row => row.Value);
        if (unknown == rows.Values.Sum())
        {
            return DecideByCount(session, split, items.Count!.Value, sizes);
        }

        (long Index, long Times)[] more = [.. known.Where(item => rows.GetValueOrDefault(item.Key) > item.Value.Count)
            .Select(item => (item.Value.First, rows[item.Key])).OrderBy(item => item.First)];
        long[] missing = [.. known.Where(item => rows.GetValueOrDefault(item.Key) < item.Value.Count).Select(item => item.Value.First)
            .Order()];
        if (more.Length > 0 || unknown > 0)
        {
            bool looksDrawn = unknown == 0 && missing.Length > known.Count / 5;
            return CheckOutcome.Failed(
                [new Finding($"in an epoch of split {split.Name}, "
                    + string.Join("; ", new[]
                    {
                        more.Length > 0
                            ? $"{Named(more.Select(item => item.Index))} come more than once ({more.Length} items, up to "
                                + $"{more.Max(item => item.Times)} times)" : null,
                        missing.Length > 0 ? $"{Named(missing)} do not come ({missing.Length} of {known.Count})" : null,
                        unknown > 0 ? $"{unknown} rows are no item of the split" : null,
                    }.OfType<string>()))
                {
                    Sample = more.Length > 0 ? more[0].Index : null,
                    Numbers = new Dictionary<string, double> { ["repeated"] = more.Length, ["missing"] = missing.Length,
                        ["unknown rows"] = unknown },
                }],
                looksDrawn ? Severity.Question : null);
        }

        return Missing(session, split, missing.Length, sizes,
            $"{Named(missing.DefaultIfEmpty(0))} of split {split.Name} do not come in an epoch ({missing.Length} of {known.Count})");
    }

    /// <summary>Fewer than a batch, and all batches of one size: the last one was left out.</summary>
    private static CheckOutcome Missing(DatasetSession session, LiveSplit split, long missing, List<long> sizes, string what)
    {
        bool isLast = missing > 0 && sizes.Count > 0 && sizes.Distinct().Count() == 1 && missing < sizes[0];
        bool isDeclared = session.Subject.Facts.DroppedBatches.Any(fact => fact.Covers(split.Name));
        return missing == 0 || (isLast && isDeclared) ? CheckOutcome.Passed
            : CheckOutcome.Failed([new Finding(isLast ? $"{what}: the last batch is left out" : what)], isLast ? Severity.Question : null);
    }
}
