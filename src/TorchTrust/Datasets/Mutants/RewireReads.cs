using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>A fault that sits between reads: it keeps, from read to read of one opening, whatever it needs.</summary>
/// <param name="name">The name.</param>
/// <param name="description">What it does.</param>
/// <param name="fits">The splits where it can be put.</param>
/// <param name="reader">Makes, for each opening, what gives another item in place of one that was read.</param>
internal sealed class RewireReads(
    string name, string description, Func<DatasetSession, LiveSplit, bool> fits, Func<Func<LiveSplit, DatasetItem, DatasetItem>> reader) : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Splits(session, split => fits(session, split));

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site) =>
        () => new Rewiring(site, ConcernsAll: true) { Item = reader() };
}
