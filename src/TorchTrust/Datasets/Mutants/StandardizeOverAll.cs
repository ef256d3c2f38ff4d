using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Standardizes a field by the statistics of all splits together, as it is done before a split is made.</summary>
internal sealed class StandardizeOverAll : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "standardize-over-all";

    /// <inheritdoc/>
    public override string Description => "standardizes by the mean and the deviation of all splits together";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
    [
        .. session.Disjoint().Take(1).SelectMany(split => session.SummaryOf(split, _ => { }).Fields)
            .Where(field =>
                field.Plan.IsInput && field.Type is "Float32" or "Float64"
                && Moments(session, field.Path, split => session.SummaryOf(split, _ => { })) is { Count: > 1, Deviation: > 0 } all
                && field.Elements is { } alone
                && !LooksStandardized(alone, all))
            .Select(field => field.Path),
    ];

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        return () =>
        {
            (long Count, double Mean, double Deviation) all = default;
            return new Rewiring(null, ConcernsAll: true)
            {
                BeforePass = () => all = Moments(session, site, session.AsItIs),
                Item = (_, item) => Standardized(item, site, all.Mean, all.Deviation),
            };
        };
    }

    private static DatasetItem Standardized(DatasetItem item, string path, double mean, double deviation)
    {
        using var scope = NewDisposeScope();
        return item.FieldAt(path)?.ToTensor() is { } tensor
            ? item.With(path, ((tensor.to(ScalarType.Float64) - mean) / deviation).DetachFromDisposeScope())
            : item;
    }

    /// <summary>Whether training alone would look as well after it, so that the fault leaves no trace.</summary>
    private static bool LooksStandardized(ElementStatistics alone, (long Count, double Mean, double Deviation) all)
    {
        (_, double mean, double deviation) = alone.Over(Enumerable.Range(0, alone.Size));
        return Math.Abs(mean - all.Mean) < 1e-6 * all.Deviation && Math.Abs((deviation / all.Deviation) - 1) < 1e-6;
    }

    /// <summary>
    /// The statistics of all splits together, of the items that are read: fitted on others, they would leave a trace of their own.
    /// </summary>
    private static (long Count, double Mean, double Deviation) Moments(
        DatasetSession session, string path, Func<LiveSplit, SplitSummary> summaryOf)
    {
        ElementStatistics?[] parts = [.. session.Disjoint().Select(split => summaryOf(split).FieldAt(path)?.Elements)];
        if (parts.Length < 2 || parts.Any(part => part is null || part.Size != parts[0]!.Size))
        {
            return default;
        }

        var all = new ElementStatistics(parts[0]!.Size);
        Array.ForEach(parts, part => all.Merge(part!));
        return all.Over(Enumerable.Range(0, all.Size));
    }
}
