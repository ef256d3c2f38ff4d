using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Replaces the most frequent class of a split by another one.</summary>
internal sealed class LoseClass : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "lose-a-class";

    /// <inheritdoc/>
    public override string Description => "has no item of one class in a split";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Fields(session, (split, field) =>
        field is { Plan: { IsTarget: true, Classes: not null }, Elements.Size: 1, Values.Count: > 1 }
            && Lost(session, split, field) is not null);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (string split, string path) = ItemPlaces.Parse(site);
        FieldSummary field = session.SummaryOf(session.SplitOf(split), _ => { }).FieldAt(path)!;
        double lost = Lost(session, session.SplitOf(split), field)!.Value;
        double other = field.Values!.Keys.First(value => value != lost);
        return () => new Rewiring(split, ConcernsAll: true)
        {
            Item = (_, item) =>
                item.With(path, FieldContent.Of(item.FieldAt(path)?.Value) is { Values: [var value] }
                && value == lost
                ? (long)other
                : item.FieldAt(path)?.Value),
        };
    }

    /// <summary>A class that another split, which has to have it, has often enough that its loss is no chance.</summary>
    private static double? Lost(DatasetSession session, LiveSplit split, FieldSummary field) =>
        session.Splits.Where(other => other != split && other.Declared.PartOf != split.Name && split.Declared.PartOf != other.Name)
            .Where(other => !session.Subject.Facts.AbsentClasses.Any(fact => fact.Covers(other.Name) || fact.Covers(split.Name)))
            .Select(other => session.SummaryOf(other, _ => { }).FieldAt(field.Path))
            .Where(other => other is { Values: not null, Elements.Size: 1 })
            .SelectMany(other => other!.Values!.Where(value => field.Values!.ContainsKey(value.Key) && value.Value >= 8
                && Math.Min(field.NumericItems,
                    4096) * Math.Log(1 - (value.Value / 2.0 / other.NumericItems)) < Math.Log(Probes.Chance.Alpha)))
            .Select(value => (double?)value.Key).FirstOrDefault();
}
