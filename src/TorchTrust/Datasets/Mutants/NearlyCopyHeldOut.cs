using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Trains on items that are held out, each off by a thousandth of what its values deviate.</summary>
internal sealed class NearlyCopyHeldOut : DatasetMutant
{
    private const double Off = 1e-3;

    /// <inheritdoc/>
    public override string Name => "nearly-copy-held-out";

    /// <inheritdoc/>
    public override string Description => "is trained on nearly the items that are held out";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        [.. NearCopies.Pairs(session, _ => { }).Select(pair => pair.Trained.Name).Distinct()];

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (LiveSplit trained, LiveSplit held, IReadOnlyList<FieldSummary> inputs) =
            NearCopies.Pairs(session, _ => { }).First(pair => pair.Trained.Name == site);
        SampledItem[] copied = [.. session.SummaryOf(held, _ => { }).Sample.Items];
        IReadOnlyList<long> read = NearCopies.Indices(trained, inputs);
        Dictionary<long, SampledItem> victims = read.Take(read.Count / 2).Zip(copied).ToDictionary(pair => pair.First, pair => pair.Second);
        return () => new Rewiring(site, ConcernsAll: false)
        {
            Item = (_, item) => victims.TryGetValue(item.Index, out SampledItem? copy) ? Copied(item, copy, inputs) : item,
        };
    }

    private static DatasetItem Copied(DatasetItem item, SampledItem copy, IReadOnlyList<FieldSummary> inputs) =>
        inputs.Aggregate(item, (made, field) =>
        {
            double off = Off * field.Elements!.Over(Enumerable.Range(0, field.Elements.Size)).Deviation;
            double[] values = [.. copy.Fields[field.Path].Select((value, at) => value + (at % 2 == 0 ? off : -off))];
            return made.With(field.Path, tensor(values).view(copy.Shapes[field.Path]));
        });
}
