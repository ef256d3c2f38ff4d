using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>A fault in how batches are loaded.</summary>
/// <param name="name">The name.</param>
/// <param name="description">What it does.</param>
/// <param name="fits">The splits where it can be put, of those whose batches are loaded.</param>
/// <param name="loader">Makes, for each opening, what gives other batches in place of those of an epoch and a number of workers.</param>
internal sealed class RewireBatches(
    string name,
    string description,
    Func<DatasetSession, LiveSplit, bool> fits,
    Func<Func<IEnumerable<DatasetBatch>, long, int, IEnumerable<DatasetBatch>>> loader) : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        ItemPlaces.Splits(session, split => session.LoaderOf(split.Name) is not null && fits(session, split) && HasStackedFields(session, split));

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site) => () =>
    {
        Func<IEnumerable<DatasetBatch>, long, int, IEnumerable<DatasetBatch>> change = loader();
        return new Rewiring(site, ConcernsAll: false) { Batches = (_, batches, epoch, workers) => change(batches, epoch, workers) };
    };

    /// <summary>A batch that is a list of items would have to be made anew.</summary>
    private static bool HasStackedFields(DatasetSession session, LiveSplit split) =>
        session.Batches(split.Name).FirstOrDefault()?.Fields.Count == session.SummaryOf(split, _ => { }).Fields.Count;
}
