using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>Targets and inputs of a split that may be compared: nothing says that one is the other, or easily told from it.</summary>
internal static class TargetPairs
{
    private const int MinimumItems = 20;

    /// <summary>How many items are needed to compare an input of so many elements: one more for each doubling.</summary>
    public static double ItemsFor(int elements) => MinimumItems + Math.Log2(elements);

    /// <summary>The pairs. A series is left out: a step of it that recurs later is no leak.</summary>
    public static IEnumerable<(FieldSummary Target, FieldSummary Input)> Of(DatasetSession session, SplitSummary split) =>
        from target in split.Fields
        where target is { Plan.IsTarget: true, NumericItems: >= MinimumItems, Elements: not null } && target.NumericItems == target.Items
        where !session.Subject.Facts.EasyTargets.Any(fact => fact.Covers(target.Path))
        from input in split.Inputs
        where input is { Elements: not null, Plan.TimeDimension: null } && input.NumericItems == target.NumericItems
        where !session.Subject.Facts.Reconstructions.Any(pair =>
            new DatasetField(target.Path, null).Is(pair.Target) && new DatasetField(input.Path, null).Is(pair.Input))
        select (target, input);
}
