using TorchTrust.Datasets.Reading;
using TorchTrust.Probes;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Lets the last of the first items fail when it is read.</summary>
internal sealed class ThrowAtItem : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "throw-at-an-item";

    /// <inheritdoc/>
    public override string Description => "throws when one of its items is read";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        ItemPlaces.Splits(session, split => session.SummaryOf(split, _ => { }).Items > 0);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        long victim = Math.Min(session.SummaryOf(session.SplitOf(site), _ => { }).Items, Summaries.SplitPass.Head) - 1;
        return () => new Rewiring(site, ConcernsAll: false)
        {
            Item = (_, item) => item.Index == victim
                ? throw new SubjectException($"reading item {victim} of split \"{site}\"", new InvalidDataException("a mutant"))
                : item,
        };
    }
}
