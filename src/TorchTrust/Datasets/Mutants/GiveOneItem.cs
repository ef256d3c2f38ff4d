using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives the inputs of the first item with every index.</summary>
internal sealed class GiveOneItem : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "give-one-item";

    /// <inheritdoc/>
    public override string Description => "gives the inputs of its first item with every index";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        ItemPlaces.Splits(session, split => session.SummaryOf(split, _ => { }).Items > 1);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        DatasetItem first = ItemPlaces.First(session, site, 1)[0];
        string[] inputs = [.. session.SummaryOf(session.SplitOf(site), _ => { }).Fields
            .Where(field => field.Plan.IsInput).Select(field => field.Path)];
        return () => new Rewiring(site, ConcernsAll: true)
        {
            Item = (_, item) => inputs.Aggregate(
                item, (made, path) => made.With(path, first.FieldAt(path)?.Value)),
        };
    }
}
