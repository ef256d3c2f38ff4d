using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Rows of a batch have the types and shapes of items, and each input has its own target.</summary>
[Check("data-batches-hold-their-items", "a batch holds its items as they are", CheckArea.Loading)]
internal sealed class DataBatchesHoldTheirItems : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Stacked in another order than its inputs, a target belongs to another item; cast on the way, a label of classes "
            + "becomes a number.";

    /// <inheritdoc/>
    public override string Remedy => "Stack inputs and targets in one loop, by the same indices, and keep their types.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireBatches("roll-the-targets-of-a-batch", "gives each row the target of the row before", (session, split) =>
            DataBatchesHoldTheirItems.CanRoll(session, split), () => (batches, _, _) =>
            batches.Select(batch =>
            Altered.Rows(batch, (field, tensor) => field.Path == batch.Fields[^1].Path ? tensor.roll(1, 0) : tensor))),
        new RewireBatches("cast-a-batch", "gives its numbers in another dtype", (session, split) =>
            DataBatchesHoldTheirItems.CanTell(session, split), () => (batches, _, _) =>
            batches.Select(batch =>
            Altered.Rows(batch, (_, tensor) =>
            tensor.to(tensor.dtype == TorchSharp.torch.ScalarType.Float64 ? TorchSharp.torch.ScalarType.Float32
            : TorchSharp.torch.ScalarType.Float64)))),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Loaders.Count == 0
        ? "It is not declared how batches are loaded: subject.WithBatches(\"train\", (data, epoch) => …)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        NotLoaded(session, split) ?? (IsLoadedAtRandom(session, split) ? $"{split.Name} is augmented: its rows are no items." : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        SplitSummary items = SummaryOf(session, split, context);
        Contents? known = Contents.Of(session, split, items);
        var findings = new Dictionary<string, Finding>();
        bool told = false;
        foreach (DatasetBatch batch in session.Batches(split.Name).Take(Batches))
        {
            if (BatchRows.Of(batch, items) is not { } rows)
            {
                continue;
            }

            told = true;
            foreach ((string path, string layout) in rows.Layouts)
            {
                if (items.FieldAt(path)!.Layouts.Keys.ToArray() is [var expected] && layout != expected)
                {
                    findings.TryAdd(
                        path,
                        new Finding(
                            $"rows of {path} are {layout} in batch {batch.Number} of split {split.Name}, and items are {expected}"));
                }
            }

            int[] strangers = [.. Enumerable.Range(0, rows.Count).Where(row => known?.IsOfSeveral(rows, row) == true)];
            if (strangers.Length > 0)
            {
                findings.Add(
                    $"{batch.Number}",
                    new Finding($"{strangers.Length} of {rows.Count} rows of batch {batch.Number} of split {split.Name} have fields of "
                        + $"different items, such as row {strangers[0]}")
                    { Sample = strangers[0] });
            }
        }

        return told ? CheckOutcome.From([.. findings.Values])
            : CheckOutcome.Skipped($"The rows of the batches of {split.Name} cannot be told apart.");
    }

    /// <summary>Whether rows can be told apart.</summary>
    internal static bool CanTell(DatasetSession session, LiveSplit split) =>
        !IsLoadedAtRandom(session, split) && session.Batches(split.Name).FirstOrDefault() is { } batch
        && BatchRows.Of(batch, session.SummaryOf(split, _ => { })) is { Count: > 1 };

    /// <summary>Whether the last field can be moved against the others, which tell the items apart.</summary>
    internal static bool CanRoll(DatasetSession session, LiveSplit split) =>
        CanTell(session, split) && session.SummaryOf(split, _ => { }) is { IsWhole: true, Fields.Count: > 1 } items
        && items.Fields.MaxBy(field => field.Order) is { IsConstant: false }
        && items.Sample.Items.Select(item => item.Content).Distinct().Count() == items.Sample.Items.Count;

    /// <summary>What items hold: by its hash each item, and each of its fields.</summary>
    /// <param name="Items">Whole items.</param>
    /// <param name="Fields">What each field is in some item.</param>
    private sealed record Contents(HashSet<UInt128> Items, HashSet<(string Path, UInt128 Hash)> Fields)
    {
        /// <summary>The contents of a split; null where not each item is known, or an item is no more than one field.</summary>
        public static Contents? Of(DatasetSession session, LiveSplit split, SplitSummary items)
        {
            if (items is not { IsWhole: true, Fields.Count: > 1 })
            {
                return null;
            }

            var contents = new Contents([], []);
            foreach (ItemPrint item in ItemReads.Read(session, split, ItemReads.Indices(split, (int)items.Items)))
            {
                contents.Items.Add(Join(item.Fields));
                contents.Fields.UnionWith(item.Fields.Select(field => (field.Key, field.Value)));
            }

            return contents;
        }

        /// <summary>Whether each field of a row belongs to an item, and all of them to none.</summary>
        public bool IsOfSeveral(BatchRows rows, int row)
        {
            KeyValuePair<string, UInt128>[] fields = [.. rows.Fields.Select(field => KeyValuePair.Create(field.Key, field.Value[row]))];
            return fields.All(field => Fields.Contains((field.Key, field.Value))) && !Items.Contains(Join(fields));
        }

        private static UInt128 Join(IEnumerable<KeyValuePair<string, UInt128>> fields) =>
            BatchRows.Join(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value));
    }
}
