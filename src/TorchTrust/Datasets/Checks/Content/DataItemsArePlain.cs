using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>No tensor of an item is part of a graph of gradients, or has been disposed.</summary>
[Check("data-items-are-plain", "items are plain values", CheckArea.Content)]
internal sealed class DataItemsArePlain : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A graph behind each item grows with the epoch until memory ends, and what was disposed throws where nobody looks for "
            + "it.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Prepare items under torch.no_grad(), or detach() them; do not return what a using or a dispose scope ends.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads("keep-a-graph", "gives items that require gradients", (session, split) =>
            session.SummaryOf(split, _ => { }).Fields.Any(field => field.Type is "Float32" or "Float64"), () =>
            DataItemsArePlain.WithGraph),
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits) => CheckOutcome.From(
    [
        .. from split in splits
           from field in split.Summary.Fields
           where field.Graphs.Count > 0
           select new Finding(
               $"{field.Path} requires gradients in {field.Graphs} of split {split.Name}") { Sample = field.Graphs.First.First() },
        .. from split in splits
           from field in split.Summary.Fields
           from layout in field.Layouts
           where layout.Key == FieldContent.Disposed
           select new Finding(
               $"{field.Path} is a tensor that was disposed in {layout.Value} of split "
                   + $"{split.Name}") { Sample = layout.Value.First.First() },
    ]);

    /// <summary>Items whose numbers require gradients.</summary>
    internal static TorchTrust.Datasets.Reading.DatasetItem WithGraph(TorchTrust.Datasets.Reading.LiveSplit split,
        TorchTrust.Datasets.Reading.DatasetItem item) =>
        item.Fields.Aggregate(item, (made, field) =>
            field.ToTensor() is { } tensor && tensor.is_floating_point() ? made.With(field.Path, tensor.requires_grad_()) : made);
}
