using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives an item, or a few of its fields, in place of those of another item, which may be in another split.</summary>
/// <param name="name">The name.</param>
/// <param name="description">What it does.</param>
/// <param name="takes">Which fields are taken over.</param>
internal sealed class ReplaceItem(string name, string description, Func<FieldSummary, bool> takes) : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <summary>Whether it is taken from a split that is held out, into one that is trained on; else within a split.</summary>
    public bool FromHeldOut { get; init; }

    /// <summary>Whether a split may not hold one item twice; of each where nothing is said.</summary>
    public Func<DatasetSession, LiveSplit, bool>? Fits { get; init; }

    /// <summary>Whether the other item has to have another target.</summary>
    public bool WantsOtherTarget { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Splits(
        session,
        split => Fits?.Invoke(session, split) != false
            && session.SummaryOf(split, _ => { }) is { Items: > 1 } summary && summary.Fields.Any(takes)
            && (!FromHeldOut || (split is { IsTrainedOn: true, Declared.IsAugmented: false } && Others(session, split).Any())));

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        LiveSplit split = session.SplitOf(site);
        SplitSummary summary = session.SummaryOf(split, _ => { });
        string[] taken = [.. summary.Fields.Where(takes).Select(field => field.Path)];
        LiveSplit source = FromHeldOut ? Others(session, split).First() : split;
        int victim = FromHeldOut ? 0 : 1;

        // Among the first ones, that which says most: an empty one is the same everywhere.
        IReadOnlyList<DatasetItem> first = ItemPlaces.First(session, source.Name, 32);
        string[] targets = [.. summary.Fields.Where(field => field.Plan.IsTarget).Select(field => field.Path)];
        DatasetItem? chosen = first
            .Where(item => FromHeldOut || item.Index != victim)
            .Where(item => !WantsOtherTarget || targets.Any(target => HashOf(item, target) != HashOf(first[victim], target)))
            .MaxBy(item => item.Fields.Sum(field => FieldContent.Of(field.Value).Values.ToArray().Distinct().Count()));
        if (chosen is null)
        {
            return null;
        }

        return () => new Rewiring(site, ConcernsAll: false)
        {
            Item = (_, item) => item.Index == victim
                ? taken.Aggregate(item, (made, path) => made.With(path, chosen.FieldAt(path)?.Value))
                : item,
        };
    }

    private static bool IsShared(DatasetSession session, string one, string other) => session.Subject.Facts.SharedItems
        .Any(shared => (shared.First == one && shared.Second == other) || (shared.First == other && shared.Second == one));

    private static UInt128 HashOf(DatasetItem item, string path) =>
        FieldContent.Of(item.FieldAt(path)?.Value).Hash();

    private static IEnumerable<LiveSplit> Others(DatasetSession session, LiveSplit split) => session.Splits.Where(other =>
        !other.IsTrainedOn && other.Declared.PartOf != split.Name && !IsShared(session, split.Name, other.Name)
            && session.SummaryOf(other, _ => { }).Items > 0);
}
