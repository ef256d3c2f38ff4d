using System.IO.Hashing;
using System.Runtime.InteropServices;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Summaries;

/// <summary>
/// What one pass tells of a split: items are folded in, summaries of other items merged in, whatever the order, and checks
/// decide from it. What it holds is bounded, however many items there are.
/// </summary>
/// <param name="plan">What is looked for.</param>
internal sealed class SplitSummary(SummaryPlan plan)
{
    private const int MaximumGroups = 1 << 20;

    private readonly Dictionary<string, FieldSummary> _fields = [];
    private readonly Dictionary<string, long> _groups = [];
    private readonly List<(double From, double To, long Index)> _spans = [];
    private readonly Dictionary<string, Offenders> _violations = [];
    private readonly SortedDictionary<long, string> _unreadable = [];
    private readonly FieldContent _content = new();
    private readonly List<UInt128> _inputHashes = [];
    private readonly List<UInt128> _targetHashes = [];

    /// <summary>What is looked for.</summary>
    public SummaryPlan Plan => plan;

    /// <summary>The number of items that were read.</summary>
    public long Items { get; private set; }

    /// <summary>The number of items that there are; null where a stream was not read to its end.</summary>
    public long? Count { get; set; }

    /// <summary>Whether each item was read.</summary>
    public bool IsWhole => Count == Items;

    /// <summary>The fields by path, in the order of paths.</summary>
    public IReadOnlyList<FieldSummary> Fields => [.. _fields.Values.OrderBy(each => each.Path, StringComparer.Ordinal)];

    /// <summary>The fields that hold numbers and are given to a network.</summary>
    public IEnumerable<FieldSummary> Inputs => Fields.Where(each => each.Plan.IsInput && each.NumericItems > 0);

    /// <summary>The contents of items: what is given to the network, and whether what is to be predicted differs.</summary>
    public ContentHashes Contents { get; } = new();

    /// <summary>A few items, kept whole.</summary>
    public ItemSample Sample { get; } = new(plan.SampledItems);

    /// <summary>What items belong to, and the first item of each.</summary>
    public IReadOnlyDictionary<string, long> Groups => _groups;

    /// <summary>The spans of time that items cover.</summary>
    public IReadOnlyList<(double From, double To, long Index)> Spans => _spans;

    /// <summary>Items that lack a property which the user says of each, by its text.</summary>
    public IReadOnlyDictionary<string, Offenders> Violations => _violations;

    /// <summary>Items that could not be read, and what was thrown.</summary>
    public IReadOnlyDictionary<long, string> Unreadable => _unreadable;

    /// <summary>The field of a path; null where no item has it.</summary>
    public FieldSummary? FieldAt(string path) => _fields.GetValueOrDefault(path);

    /// <summary>Takes in an item.</summary>
    public void Fold(DatasetItem item)
    {
        Items++;
        (Dictionary<string, double[]> Values, Dictionary<string, long[]> Shapes)? kept = Sample.Wants(item.Index) ? ([], []) : null;
        _inputHashes.Clear();
        _targetHashes.Clear();
        (int distinct, int order) = (0, 0);
        foreach (DatasetField field in item.Fields)
        {
            FieldSummary summary = Field(field.Path, order++);
            _content.Read(field.Value);
            summary.Fold(item.Index, _content);
            if (summary.Plan.IsTarget)
            {
                _targetHashes.Add(_content.Hash());
            }
            else if (summary.Plan.IsInput)
            {
                _inputHashes.Add(_content.Hash());
                distinct = Math.Max(distinct, _content.IsNumeric ? Distinct(_content.Values) : (_content.Text?.Length ?? 0) / 8);
            }

            if (kept is { } whole && _content.IsNumeric)
            {
                whole.Values[field.Path] = _content.Values.ToArray();
                whole.Shapes[field.Path] = _content.Shape;
            }
        }

        UInt128 content = Joined(_inputHashes);
        Contents.Add(content, item.Index, Joined(_targetHashes), distinct);
        if (kept is { } sampled)
        {
            Sample.Add(new SampledItem(item.Index, content, sampled.Values) { Shapes = sampled.Shapes });
        }

        FoldDeclared(item);
    }

    /// <summary>Notes that an item could not be read.</summary>
    public void Fail(long index, string message) => _unreadable[index] = message;

    /// <summary>Takes in a summary of other items of the split.</summary>
    public void Merge(SplitSummary other)
    {
        Items += other.Items;
        foreach (FieldSummary field in other._fields.Values)
        {
            Field(field.Path, field.Order).Merge(field);
        }

        Contents.Merge(other.Contents);
        Sample.Merge(other.Sample);
        foreach ((string group, long index) in other._groups)
        {
            AddGroup(group, index);
        }

        _spans.AddRange(other._spans);
        foreach ((string text, Offenders offenders) in other._violations)
        {
            Violation(text).Merge(offenders);
        }

        foreach ((long index, string message) in other._unreadable)
        {
            _unreadable[index] = message;
        }
    }

    private void FoldDeclared(DatasetItem item)
    {
        if (plan.GroupOf(item) is { } group)
        {
            AddGroup(group, item.Index);
        }

        if (plan.CoveredBy(item) is { } span)
        {
            _spans.Add((span.From, span.To, item.Index));
        }

        foreach ((string text, Func<object?, bool> holds) in plan.Properties)
        {
            if (!UsersProperty.Holds(text, holds, item))
            {
                Violation(text).Add(item.Index);
            }
        }
    }

    private void AddGroup(string group, long index)
    {
        if (_groups.TryGetValue(group, out long first))
        {
            _groups[group] = Math.Min(first, index);
        }
        else if (_groups.Count < MaximumGroups)
        {
            _groups[group] = index;
        }
    }

    private FieldSummary Field(string path, int order) => _fields.TryGetValue(path, out FieldSummary? field)
        ? field
        : _fields[path] = new FieldSummary(plan.FieldOf(path)) { Order = order };

    private Offenders Violation(string text) => _violations.TryGetValue(text, out Offenders? offenders)
        ? offenders
        : _violations[text] = new Offenders();

    private static UInt128 Joined(List<UInt128> hashes) => hashes.Count == 1
        ? hashes[0]
        : XxHash128.HashToUInt128(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(hashes)));

    /// <summary>How many different values there are, up to as many as any claim of chance needs.</summary>
    private static int Distinct(ReadOnlySpan<double> values)
    {
        const int enough = 32;
        Span<double> seen = stackalloc double[enough];
        int count = 0;
        double before = double.NaN;
        foreach (double value in values)
        {
            if (value == before)
            {
                continue;
            }

            before = value;
            if (!seen[..count].Contains(value))
            {
                seen[count++] = value;
                if (count == enough)
                {
                    break;
                }
            }
        }

        return count;
    }
}
