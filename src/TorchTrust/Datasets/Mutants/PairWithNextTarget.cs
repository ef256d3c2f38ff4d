using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives each item the target of the next one, in every other opening.</summary>
internal sealed class PairWithNextTarget : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "pair-with-next-target";

    /// <inheritdoc/>
    public override string Description => "gives each item the target of the next one in later openings";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Splits(session, split =>
        split is { IsIndexed: true, Count: > 1, Declared.IsAugmented: false }
            && !session.Subject.Facts.RandomSplits.Any(fact => fact.Covers(split.Name))
            && session.SummaryOf(split, _ => { }) is var items && items.Contents.Singles > 1 && items.Contents.Share == 1
            && items.Fields.Any(field =>
                field.Plan.IsTarget && field.Items == items.Items
                && !(field.NumericItems > 0 && field.Elements is not null && field.IsConstant)));

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        string[] targets = [.. session.SummaryOf(session.SplitOf(site), _ => { }).Fields.Where(field => field.Plan.IsTarget)
            .Select(field => field.Path)];
        int openings = 0;
        return () =>
        {
            bool shifts = openings++ > 1;
            return new Rewiring(site, ConcernsAll: false) { Item = (split, item) => shifts ? Shifted(split, item, targets) : item };
        };
    }

    /// <summary>An item with the targets of the next one.</summary>
    internal static DatasetItem Shifted(LiveSplit split, DatasetItem item, string[] targets)
    {
        DatasetItem next = split.ReadAsItIs((item.Index + 1) % split.Count!.Value);
        return targets.Aggregate(item, (made, path) => made.With(path, next.FieldAt(path)?.Value));
    }
}
