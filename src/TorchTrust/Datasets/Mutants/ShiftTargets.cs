using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives each item the target of the next one.</summary>
/// <param name="fits">The splits where that can be noticed.</param>
internal sealed class ShiftTargets(Func<DatasetSession, LiveSplit, bool> fits) : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "shift-targets";

    /// <inheritdoc/>
    public override string Description => "gives each item the target of the next one";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Splits(session, split => fits(session, split));

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        string[] targets =
            [.. session.SummaryOf(session.SplitOf(site), _ => { }).Fields.Where(field => field.Plan.IsTarget).Select(field => field.Path)];
        return () => new Rewiring(site, ConcernsAll: false) { Item = (split, item) => PairWithNextTarget.Shifted(split, item, targets) };
    }
}
