using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Changes the numbers of a field: of one item, of all of a split, or of all splits.</summary>
/// <param name="name">The name.</param>
/// <param name="description">What it does.</param>
/// <param name="fits">Where it can be put.</param>
/// <param name="change">Gives other numbers for those of a field, in float64, in their shape.</param>
internal sealed class ChangeValues(
    string name, string description, Func<LiveSplit, FieldSummary, bool> fits, Func<Tensor, FieldSummary, Tensor> change) : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <summary>Which items it changes.</summary>
    public FaultReach Reach { get; init; } = FaultReach.OneItem;

    /// <summary>Whether the dtype of a field of whole numbers is kept.</summary>
    public bool KeepsType { get; init; } = true;

    /// <summary>What else a place needs, where that takes what is known of the data set; null for nothing.</summary>
    public Func<DatasetSession, LiveSplit, FieldSummary, bool>? Needs { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) => ItemPlaces.Fields(
        session, (split, field) => field.NumericItems > 0 && fits(split, field) && Needs?.Invoke(session, split, field) != false);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (string split, string path) = ItemPlaces.Parse(site);
        FieldSummary field = session.SummaryOf(session.SplitOf(split), _ => { }).FieldAt(path)!;
        long victim = Math.Min(1, session.SummaryOf(session.SplitOf(split), _ => { }).Items - 1);
        return () => new Rewiring(Reach == FaultReach.AllSplits ? null : split, Reach != FaultReach.OneItem)
        {
            NeedsAll = field.Plan.Standardized.Count > 0,
            Item = (_, item) => Reach != FaultReach.OneItem || item.Index == victim ? Changed(item, path, field) : item,
        };
    }

    private DatasetItem Changed(DatasetItem item, string path, FieldSummary field)
    {
        using var scope = NewDisposeScope();
        DatasetField? concerned = item.FieldAt(path);
        if (concerned?.ToTensor() is not { } tensor)
        {
            return item;
        }

        Tensor changed = change(tensor.to(ScalarType.Float64), field);
        bool keeps = KeepsType && changed.isfinite().all().item<bool>();
        changed = changed.to(keeps || tensor.is_floating_point() ? tensor.dtype : ScalarType.Float64);
        return item.With(path, changed.clone().DetachFromDisposeScope());
    }
}
