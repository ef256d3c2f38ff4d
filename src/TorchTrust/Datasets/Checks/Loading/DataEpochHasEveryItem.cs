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

        return Epoch.Of(session, split, items) is not { } epoch
            ? CheckOutcome.Skipped($"The rows of the batches of {split.Name} cannot be told apart.")
            : DecideByRows(session, split, items, epoch) ?? Missing(
                session, split, epoch, count - epoch.Rows, $"an epoch of split {split.Name} has {epoch.Rows} rows for {count} items");
    }

    /// <summary>Whether the batches of a split are looked at.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) => FirstRows(session, split) is not null;

    /// <summary>Whether rows of batches are items.</summary>
    internal static bool CanTellRows(DatasetSession session, LiveSplit split) =>
        !IsLoadedAtRandom(session, split) && FirstRows(session, split) is { Count: > 1 };

    /// <summary>All batches but the last.</summary>
    internal static IEnumerable<DatasetBatch> WithoutLast(IEnumerable<DatasetBatch> batches, long epoch, int workers) =>
        batches.Select(Altered.Kept).SkipLast(1);

    /// <summary>The first row of the first batch in the place of its second one.</summary>
    internal static IEnumerable<DatasetBatch> WithRepeatedRow(IEnumerable<DatasetBatch> batches, long epoch, int workers) =>
        batches.Select(batch => batch.Number > 0 ? batch : Altered.Rows(batch, (_, tensor) =>
        {
            tensor[1] = tensor[0];
            return tensor;
        }));

    /// <summary>The rows of the first batch of a split in which each item is to come once, and no batch is dropped on purpose.</summary>
    private static BatchRows? FirstRows(DatasetSession session, LiveSplit split) =>
        !session.Subject.Facts.WithReplacement.Concat(session.Subject.Facts.DroppedBatches).Any(fact => fact.Covers(split.Name))
        && session.Batches(split.Name).FirstOrDefault() is { } first
            ? BatchRows.Of(first, session.SummaryOf(split, _ => { }))
            : null;

    /// <summary>Decides by which items come; null where rows are no items, since they are changed as they are loaded.</summary>
    private static CheckOutcome? DecideByRows(DatasetSession session, LiveSplit split, SplitSummary items, Epoch epoch)
    {
        if (IsLoadedAtRandom(session, split))
        {
            return null;
        }

        Dictionary<UInt128, (long Count, long First)> known = [];
        foreach (ItemPrint item in ItemReads.Read(session, split, ItemReads.Indices(split, (int)items.Items)))
        {
            UInt128 hash = BatchRows.Join(item.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value));
            known[hash] = known.TryGetValue(hash, out (long Count, long First) before) ? (before.Count + 1, before.First) : (1, item.Index);
        }

        long unknown = epoch.Contents.Where(row => !known.ContainsKey(row.Key)).Sum(row => row.Value);
        if (unknown == epoch.Rows)
        {
            return null;
        }

        (long Index, long Times)[] more = [.. known.Where(item => epoch.TimesOf(item.Key) > item.Value.Count)
            .Select(item => (item.Value.First, epoch.TimesOf(item.Key))).OrderBy(item => item.First)];
        long[] missing = [.. known.Where(item => epoch.TimesOf(item.Key) < item.Value.Count).Select(item => item.Value.First).Order()];
        if (more.Length > 0 || unknown > 0)
        {
            bool looksDrawn = unknown == 0 && missing.Length > known.Count / 5;
            return CheckOutcome.Failed(
                [new Finding($"in an epoch of split {split.Name}, "
                    + string.Join("; ", new[]
                    {
                        more.Length > 0
                            ? $"{Named(more.Select(item => item.Index))} {Come(more.Length)} more than once ({more.Length} items, up to "
                                + $"{more.Max(item => item.Times)} times)" : null,
                        missing.Length > 0 ? $"{Named(missing)} {Do(missing.Length)} not come ({missing.Length} of {known.Count})" : null,
                        unknown > 0 ? $"{unknown} rows are no item of the split" : null,
                    }.OfType<string>()))
                {
                    Sample = more.Length > 0 ? more[0].Index : null,
                    Numbers = new Dictionary<string, double>
                    {
                        ["repeated"] = more.Length, ["missing"] = missing.Length, ["unknown rows"] = unknown,
                    },
                }],
                looksDrawn ? Severity.Question : null);
        }

        return Missing(
            session,
            split,
            epoch,
            missing.Length,
            $"{Named(missing)} of split {split.Name} {Do(missing.Length)} not come in an epoch ({missing.Length} of {known.Count})");
    }

    private static string Come(int items) => items == 1 ? "comes" : "come";

    private static string Do(int items) => items == 1 ? "does" : "do";

    /// <summary>Fewer than a batch, and all batches of one size: the last one was left out.</summary>
    private static CheckOutcome Missing(DatasetSession session, LiveSplit split, Epoch epoch, long missing, string what)
    {
        bool isLast = missing > 0 && epoch.BatchSize is { } size && missing < size;
        bool isDeclared = session.Subject.Facts.DroppedBatches.Any(fact => fact.Covers(split.Name));
        return missing == 0 || (isLast && isDeclared) ? CheckOutcome.Passed
            : CheckOutcome.Failed([new Finding(isLast ? $"{what}: the last batch is left out" : what)], isLast ? Severity.Question : null);
    }

    /// <summary>What the batches of an epoch hold.</summary>
    /// <param name="Contents">How often each row comes, by the hash of it; nothing where rows are no items.</param>
    /// <param name="Sizes">How many rows each batch has.</param>
    private sealed record Epoch(Dictionary<UInt128, long> Contents, List<int> Sizes)
    {
        /// <summary>How many rows there are.</summary>
        public long Rows => Sizes.Sum(size => (long)size);

        /// <summary>How many rows every batch has; null where they differ.</summary>
        public int? BatchSize => Sizes.Distinct().ToArray() is [var size] ? size : null;

        /// <summary>Loads an epoch; null where rows of a batch cannot be told apart.</summary>
        public static Epoch? Of(DatasetSession session, LiveSplit split, SplitSummary items)
        {
            var epoch = new Epoch([], []);
            foreach (DatasetBatch batch in session.Batches(split.Name))
            {
                if (BatchRows.Of(batch, items) is not { } rows)
                {
                    return null;
                }

                epoch.Sizes.Add(rows.Count);
                foreach (UInt128 row in IsLoadedAtRandom(session, split) ? [] : rows.Hashes())
                {
                    epoch.Contents[row] = epoch.TimesOf(row) + 1;
                }
            }

            return epoch;
        }

        /// <summary>How often a row comes.</summary>
        public long TimesOf(UInt128 row) => Contents.GetValueOrDefault(row);
    }
}
