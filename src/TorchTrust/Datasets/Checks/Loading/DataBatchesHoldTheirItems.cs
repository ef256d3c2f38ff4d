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
        new RewireBatches("roll-the-targets-of-a-batch", "gives each row the target of the row before", (session, split) => DataBatchesHoldTheirItems.CanRoll(session, split), () => (batches, _, _) => batches.Select(batch => Altered.Rows(batch, (field, tensor) => field.Path == batch.Fields[^1].Path ? tensor.roll(1, 0) : tensor))),
        new RewireBatches("cast-a-batch", "gives its numbers in another dtype", (session, split) => DataBatchesHoldTheirItems.CanTell(session, split), () => (batches, _, _) => batches.Select(batch => Altered.Rows(batch, (_, tensor) => tensor.to(tensor.dtype == TorchSharp.torch.ScalarType.Float64 ? TorchSharp.torch.ScalarType.Float32 : TorchSharp.torch.ScalarType.Float64)))),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Loaders.Count == 0
        ? "It is not declared how batches are loaded: subject.WithBatches(\"train\", (data, epoch) => …)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => NotLoaded(session, split) ?? (IsLoadedAtRandom(session, split) ? $"{split.Name} is augmented: its rows are no items." : null);


    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        SplitSummary items = SummaryOf(session, split, context);
        Dictionary<string, Dictionary<UInt128, HashSet<UInt128>>> partners = Partners(session, split, items);
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
                string expected = items.FieldAt(path)!.Layouts.Keys.First();
                if (items.FieldAt(path)!.Layouts.Count == 1 && layout != expected)
                {
                    findings.TryAdd(path, new Finding($"rows of {path} are {layout} in batch {batch.Number} of split {split.Name}, and items are {expected}"));
                }
            }

            Strangers(split, batch, rows, partners).ForEach(finding => findings.TryAdd($"{batch.Number}", finding));
        }

        return told ? CheckOutcome.From([.. findings.Values]) : CheckOutcome.Skipped($"The rows of the batches of {split.Name} cannot be told apart.");
    }

    /// <summary>Whether rows can be told apart.</summary>
    internal static bool CanTell(DatasetSession session, LiveSplit split) => !IsLoadedAtRandom(session, split) && session.Batches(split.Name).FirstOrDefault() is { } batch
        && BatchRows.Of(batch, session.SummaryOf(split, _ => { })) is { Count: > 1 } && session.SummaryOf(split, _ => { }).Fields.All(field => field.NumericItems > 0);

    /// <summary>Whether the last field can be moved against the others, which tell the items apart.</summary>
    internal static bool CanRoll(DatasetSession session, LiveSplit split) => CanTell(session, split) && session.SummaryOf(split, _ => { }) is { Fields.Count: > 1 } items
        && items.Items <= session.MaximumItems && items.Fields.OrderBy(field => field.Order).Last() is { IsConstant: false }
        && items.Sample.Items.Select(item => item.Content).Distinct().Count() == items.Sample.Items.Count;

    /// <summary>For each field, the hashes of all other fields of the items that have a content.</summary>
    private static Dictionary<string, Dictionary<UInt128, HashSet<UInt128>>> Partners(DatasetSession session, LiveSplit split, SplitSummary items)
    {
        var partners = new Dictionary<string, Dictionary<UInt128, HashSet<UInt128>>>();
        if (items.Fields.Count < 2 || items.Items > session.MaximumItems || !items.IsWhole)
        {
            return partners;
        }

        foreach (ItemPrint item in ItemReads.Read(session, split, ItemReads.Indices(split, (int)items.Items)))
        {
            foreach ((string path, UInt128 hash) in item.Fields)
            {
                Dictionary<UInt128, HashSet<UInt128>> of = partners.TryGetValue(path, out Dictionary<UInt128, HashSet<UInt128>>? known) ? known : partners[path] = [];
                (of.TryGetValue(hash, out HashSet<UInt128>? others) ? others : of[hash] = []).Add(BatchRows.Join(Others(item.Fields, path)));
            }
        }

        return partners;
    }

    private static IEnumerable<UInt128> Others(IEnumerable<KeyValuePair<string, UInt128>> fields, string path) =>
        fields.Where(field => field.Key != path).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value);

    /// <summary>Rows of which a field belongs to an item, and the other fields do not.</summary>
    private static List<Finding> Strangers(LiveSplit split, DatasetBatch batch, BatchRows rows, Dictionary<string, Dictionary<UInt128, HashSet<UInt128>>> partners)
    {
        int[] wrong =
        [
            .. Enumerable.Range(0, rows.Count).Where(row =>
            {
                Dictionary<string, UInt128> fields = rows.Fields.ToDictionary(field => field.Key, field => field.Value[row]);
                return partners.Count > 0 && fields.All(field => partners[field.Key].ContainsKey(field.Value))
                    && fields.Any(field => !partners[field.Key][field.Value].Contains(BatchRows.Join(Others(fields, field.Key))));
            }),
        ];
        return wrong.Length == 0 ? [] :
        [
            new Finding($"{wrong.Length} of {rows.Count} rows of batch {batch.Number} of split {split.Name} have fields of different items, such as row {wrong[0]}") { Sample = wrong[0] },
        ];
    }
}
