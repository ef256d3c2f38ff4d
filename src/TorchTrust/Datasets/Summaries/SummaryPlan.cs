using System.Collections.Concurrent;
using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Summaries;

/// <summary>What a pass over a split looks for: what is declared, looked up once.</summary>
/// <param name="session">The open data set.</param>
/// <param name="split">The split.</param>
internal sealed class SummaryPlan(DatasetSession session, DatasetSplit split)
{
    private const int MaximumSampledItems = 512;
    private const int MinimumSampledItems = 32;

    /// <summary>At most 16 MB of a sample.</summary>
    private const int MaximumSampledValues = 1 << 21;

    private readonly ConcurrentDictionary<string, FieldPlan> _fields = [];
    private readonly Func<object, long, object>? _group = session.Subject.Facts.Groups
        .Where(group => group.Split == split.Name).Select(group => group.Group).FirstOrDefault();

    private readonly Func<object, long, (double From, double To)>? _covers = session.Subject.Facts.Covered
        .Where(covered => covered.Split == split.Name).Select(covered => covered.Covers).FirstOrDefault();

    /// <summary>The name of the split.</summary>
    public string Split => split.Name;

    /// <summary>What is declared of the data set.</summary>
    public DatasetFacts Facts => session.Subject.Facts;

    /// <summary>How many items are kept whole.</summary>
    public int SampledItems { get; private set; } = MaximumSampledItems;

    /// <summary>What the user says of each item of the split.</summary>
    public IReadOnlyList<(string Text, Func<object?, bool> Holds)> Properties { get; } =
    [
        .. session.Subject.Facts.Properties.Where(property => property.Split is null || property.Split == split.Name)
            .Select(property => (property.Text, property.Holds)),
    ];

    /// <summary>What is declared of a field.</summary>
    public FieldPlan FieldOf(string path) => _fields.GetOrAdd(path, key => new FieldPlan(key, Facts));

    /// <summary>Settles how many items are kept whole by the size of one of them.</summary>
    public void Measure(long values) =>
        SampledItems = (int)Math.Clamp(MaximumSampledValues / Math.Max(values, 1), MinimumSampledItems, MaximumSampledItems);

    /// <summary>What an item belongs to; null where nothing is declared.</summary>
    public string? GroupOf(DatasetItem item)
    {
        object? group = _group is not null
            ? _group(session.Data, item.Index)
            : Facts.GroupFields.SelectMany(item.FieldsAt).Select(field => field.Value).FirstOrDefault();
        return group is null ? null : TextOf(group);
    }

    /// <summary>The span of time that an item covers; null where nothing is declared.</summary>
    public (double From, double To)? CoveredBy(DatasetItem item)
    {
        if (_covers is not null)
        {
            return _covers(session.Data, item.Index);
        }

        return Facts.CoveredFields is { } fields && Moment(item, fields.From) is { } from && Moment(item, fields.To) is { } to
            ? (from, to)
            : null;
    }

    private static double? Moment(DatasetItem item, string path)
    {
        var content = Fields.FieldContent.Of(item.FieldsAt(path).Select(field => field.Value).FirstOrDefault());
        return content.IsNumeric && content.Values.Length == 1 ? content.Values[0] : null;
    }

    private static string TextOf(object group)
    {
        var content = Fields.FieldContent.Of(group);
        return content.IsNumeric && content.Values.Length == 1
            ? FormattableString.Invariant($"{content.Values[0]}")
            : content.Text ?? $"{group}";
    }
}
