using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Writes the target into an input.</summary>
internal sealed class WriteTarget : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "write-the-target";

    /// <inheritdoc/>
    public override string Description => "has its target among the inputs";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        ItemPlaces.Fields(session, (split, field) => TargetOf(session, split, field) is not null);

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (string split, string path) = ItemPlaces.Parse(site);
        LiveSplit live = session.SplitOf(split);
        string target = TargetOf(session, live, session.SummaryOf(live, _ => { }).FieldAt(path)!)!;
        return () => new Rewiring(split, ConcernsAll: true) { Item = (_, item) => Written(item, path, target) };
    }

    private static DatasetItem Written(DatasetItem item, string path, string target)
    {
        using var scope = NewDisposeScope();
        Tensor? input = item.FieldAt(path)?.ToTensor()?.to(ScalarType.Float64).flatten();
        Tensor? output = item.FieldAt(target)?.ToTensor()?.to(ScalarType.Float64).flatten();
        if (input is null || output is null)
        {
            return item;
        }

        input[0] = output[0];
        return item.With(path, input.DetachFromDisposeScope());
    }

    /// <summary>A target of one value that varies, beside an input in which nothing says that it may stand.</summary>
    private static string? TargetOf(DatasetSession session, LiveSplit split, FieldSummary field)
    {
        SplitSummary summary = session.SummaryOf(split, _ => { });
        return Probes.TargetPairs.Of(session, summary)
            .Where(pair => pair.Input.Path == field.Path && pair.Target is { Elements.Size: 1, IsConstant: false })
            .Where(pair => summary.Sample.Items.Count >= Probes.TargetPairs.ItemsFor(pair.Input.Elements!.Size))
            .Select(pair => pair.Target.Path).FirstOrDefault();
    }
}
