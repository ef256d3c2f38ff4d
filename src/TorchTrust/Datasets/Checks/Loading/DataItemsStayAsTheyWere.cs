using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>What was read does not change when other items are read.</summary>
[Check("data-items-stay-as-they-were", "an item stays as it was while others are read", CheckArea.Loading)]
internal sealed class DataItemsStayAsTheyWere : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "All items of a batch become the last one: they share one buffer.";

    /// <inheritdoc/>
    public override string Remedy => "Make a new tensor or array for each item, or copy what the buffer holds.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads(
            "hand-out-one-buffer", "hands out one buffer for all items", (session, split) => Differs(session.SummaryOf(split, _ => { })),
            OneBuffer),
    ];

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        split.Count < 2 ? $"Split {split.Name} has fewer than two items." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        (DatasetItem Item, ItemPrint Print)[] read =
            [.. ItemReads.Items(session, split, ItemReads.Indices(split, Items)).Select(item => (item, ItemPrint.Of(item)))];
        (long Index, IReadOnlyList<string> Fields)[] changed =
            [.. read.Select(each => (each.Item.Index, each.Print.Differences(ItemPrint.Of(each.Item))))
                .Where(each => each.Item2.Count > 0)];
        return CheckOutcome.From(changed.Length == 0 ? [] :
        [
            new Finding($"{Fields(changed.SelectMany(each => each.Fields))} of {Named(changed.Select(each => each.Index))} of split "
                + $"{split.Name} changed while other items were read: they share a buffer")
            {
                Sample = changed[0].Index,
            },
        ]);
    }

    /// <summary>Whether items have a field of numbers of one shape that is not the same in all of them.</summary>
    internal static bool Differs(SplitSummary items) =>
        items.Fields.Any(field => field.Varies && field.NumericItems == items.Items);

    /// <summary>Each field in one tensor, into which each item is copied.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> OneBuffer()
    {
        var buffers = new Dictionary<string, TorchSharp.torch.Tensor>();
        return (_, item) => item.Fields.Aggregate(item, (made, field) =>
        {
            if (field.ToTensor() is not { } tensor)
            {
                return made;
            }

            if (!buffers.TryGetValue(field.Path, out TorchSharp.torch.Tensor? buffer) || !buffer.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                buffers[field.Path] = buffer = tensor.DetachFromDisposeScope();
            }
            else
            {
                buffer.copy_(tensor);
                tensor.Dispose();
            }

            return made.With(field.Path, buffer);
        });
    }
}
