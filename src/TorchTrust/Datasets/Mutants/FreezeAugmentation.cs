using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives each item as it was read first, and each epoch as the first one.</summary>
internal sealed class FreezeAugmentation : DatasetMutant
{
    private const int KeptBatches = 16;

    /// <inheritdoc/>
    public override string Name => "freeze-the-augmentation";

    /// <inheritdoc/>
    public override string Description => "gives each item as it was read first, and each epoch as the first one";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Splits(
        session, split => split.Declared.IsAugmented || session.LoaderOf(split.Name)?.IsAugmented == true);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site) => () =>
    {
        var first = new Dictionary<long, DatasetItem>();
        IReadOnlyList<DatasetBatch>? epoch = null;
        return new Rewiring(site, ConcernsAll: true)
        {
            KeepsFirstReads = true,
            Item = (_, item) => first.TryGetValue(item.Index, out DatasetItem? known) ? known : first[item.Index] = item,
            Batches = (_, batches, _, _) => epoch ??= [.. batches.Take(KeptBatches).Select(Altered.Kept)],
        };
    };
}
