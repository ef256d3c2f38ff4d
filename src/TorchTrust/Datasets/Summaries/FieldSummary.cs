using TorchTrust.Datasets.Fields;

namespace TorchTrust.Datasets.Summaries;

/// <summary>What is known of a field over the items of a split.</summary>
/// <param name="plan">What is declared of the field.</param>
internal sealed class FieldSummary(FieldPlan plan)
{
    private const int MaximumShapes = 64;
    private const int MaximumValues = 1024;

    private readonly SortedDictionary<string, Offenders> _layouts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<double, long> _values = [];
    private readonly SortedDictionary<string, long> _texts = new(StringComparer.Ordinal);
    private (string Type, long[] Shape, Offenders Items)? _latestLayout;

    /// <summary>What is declared of it.</summary>
    public FieldPlan Plan => plan;

    /// <summary>The path.</summary>
    public string Path => plan.Path;

    /// <summary>Its place among the fields of an item.</summary>
    public int Order { get; init; }

    /// <summary>In how many items it is.</summary>
    public long Items { get; private set; }

    /// <summary>In how many items it holds numbers.</summary>
    public long NumericItems { get; private set; }

    /// <summary>The types and shapes that occur, such as <c>Float32 [1, 28, 28]</c>, and in which items.</summary>
    public IReadOnlyDictionary<string, Offenders> Layouts => _layouts;

    /// <summary>The last shape of those that occur; of fields of one shape, theirs.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>The type in the order of names that comes first; of fields of one type, theirs.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Items whose tensor requires gradients.</summary>
    public Offenders Graphs { get; } = new();

    /// <summary>Items with NaN, and with an infinite value.</summary>
    public (Offenders NaN, Offenders Infinite) NotFinite { get; } = (new(), new());

    /// <summary>Items with a value outside of the declared bounds.</summary>
    public Offenders OutOfBounds { get; } = new();

    /// <summary>Items whose target is no class, or is no whole number.</summary>
    public Offenders OutOfClasses { get; } = new();

    /// <summary>The least value, and the first item that has it.</summary>
    public (double Value, long Index) Minimum { get; private set; } = (double.PositiveInfinity, long.MaxValue);

    /// <summary>The largest value, and the first item that has it.</summary>
    public (double Value, long Index) Maximum { get; private set; } = (double.NegativeInfinity, long.MaxValue);

    /// <summary>Whether every value is a whole number.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether all values of all items are one and the same.</summary>
    public bool IsConstant => !(Minimum.Value < Maximum.Value);

    /// <summary>Statistics by element; null where the field differs in shape, or is too large.</summary>
    public ElementStatistics? Elements { get; private set; }

    /// <summary>Whether items of one shape differ from each other.</summary>
    public bool Varies => Elements is { } elements && elements.Minimum.Zip(elements.Maximum).Any(element => element.First < element.Second);

    /// <summary>How often each value occurs; null where there are too many, or where the field is too large to count.</summary>
    public IReadOnlyDictionary<double, long>? Values { get; private set; }

    /// <summary>How often each text occurs; null where there are too many.</summary>
    public IReadOnlyDictionary<string, long>? Texts { get; private set; }

    /// <summary>Takes in the field of an item.</summary>
    public void Fold(long index, FieldContent content)
    {
        if (Items == 0)
        {
            (Values, Texts) = (_values, _texts);
        }

        Items++;
        AddLayout(content, index);
        if (!content.IsNumeric)
        {
            Count(_texts, content.Text ?? content.Type, 1);
            Texts = _texts.Count > MaximumValues ? null : Texts;
            return;
        }

        AddIf(content.RequiresGradient, Graphs, index);
        FoldShape(content);
        NumericItems++;
        FoldValues(index, content.Values);
    }

    /// <summary>Takes in what was seen of other items.</summary>
    public void Merge(FieldSummary other)
    {
        if (other.Items == 0)
        {
            return;
        }

        (Values, Texts) = Items == 0 ? (_values, _texts) : (Values, Texts);
        MergeElements(other);
        Items += other.Items;
        NumericItems += other.NumericItems;
        foreach ((string layout, Offenders items) in other._layouts)
        {
            Layout(layout)?.Merge(items);
        }

        Graphs.Merge(other.Graphs);
        NotFinite.NaN.Merge(other.NotFinite.NaN);
        NotFinite.Infinite.Merge(other.NotFinite.Infinite);
        OutOfBounds.Merge(other.OutOfBounds);
        OutOfClasses.Merge(other.OutOfClasses);
        Minimum = Less(other.Minimum, Minimum) ? other.Minimum : Minimum;
        Maximum = Less((-other.Maximum.Value, other.Maximum.Index), (-Maximum.Value, Maximum.Index)) ? other.Maximum : Maximum;
        IsWhole &= other.IsWhole;
        foreach ((double value, long count) in other._values)
        {
            Count(_values, value, count);
        }

        foreach ((string text, long count) in other._texts)
        {
            Count(_texts, text, count);
        }

        Values = other.Values is null || _values.Count > MaximumValues ? null : Values;
        Texts = other.Texts is null || _texts.Count > MaximumValues ? null : Texts;
    }

    private void FoldShape(FieldContent content)
    {
        if (NumericItems == 0)
        {
            (Shape, Type) = (content.Shape, content.Type);
            Elements = content.Values.Length is > 0 and <= ElementStatistics.MaximumSize ? new(content.Values.Length) : null;
        }
        else if (Elements is not null && !Shape.AsSpan().SequenceEqual(content.Shape))
        {
            Elements = null;
        }
    }

    private void MergeElements(FieldSummary other)
    {
        if (other.NumericItems == 0)
        {
            return;
        }

        if (NumericItems == 0)
        {
            (Shape, Type) = (other.Shape, other.Type);
            Elements = other.Elements is null ? null : new(other.Elements.Size);
        }

        bool agree = Shape.AsSpan().SequenceEqual(other.Shape) && other.Elements is not null;
        Elements = agree ? Elements : null;
        Elements?.Merge(other.Elements!);
    }

    private void FoldValues(long index, ReadOnlySpan<double> values)
    {
        if (!plan.LooksAtEachValue && ValueRange.OfFinite(values) is { } range)
        {
            AddIf((range.Minimum < plan.Minimum || range.Maximum > plan.Maximum) && plan.HasOutlier(values), OutOfBounds, index);
            FoldRange(index, range);
            CountValues(values);
            Elements?.Fold(values);
            return;
        }

        (bool nan, bool infinite, bool outside, bool wrong) = (false, false, false, false);
        (double minimum, double maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        bool whole = IsWhole;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                if (!plan.IsMissing(value))
                {
                    nan |= double.IsNaN(value);
                    infinite |= !double.IsNaN(value);
                }

                continue;
            }

            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
            whole = whole && value == Math.Floor(value);
            outside |= value < plan.Minimum || value > plan.Maximum;
            wrong |= plan.IsNoClass(value);
        }

        AddIf(nan, NotFinite.NaN, index);
        AddIf(infinite, NotFinite.Infinite, index);
        AddIf(outside && plan.HasOutlier(values), OutOfBounds, index);
        AddIf(wrong, OutOfClasses, index);
        FoldRange(index, new ValueRange(minimum, maximum, whole));
        CountValues(values);
        Elements?.Fold(values, plan.MissingValue);
    }

    private void FoldRange(long index, ValueRange range)
    {
        IsWhole &= range.IsWhole;
        Minimum = Less((range.Minimum, index), Minimum) ? (range.Minimum, index) : Minimum;
        Maximum = Less((-range.Maximum, index), (-Maximum.Value, Maximum.Index)) ? (range.Maximum, index) : Maximum;
    }

    private void CountValues(ReadOnlySpan<double> values)
    {
        if (Values is null || !plan.CountsValues(values.Length))
        {
            Values = null;
            return;
        }

        foreach (double value in values)
        {
            Count(_values, value, 1);
        }

        Values = _values.Count > MaximumValues ? null : Values;
    }

    private static void AddIf(bool offends, Offenders offenders, long index)
    {
        if (offends)
        {
            offenders.Add(index);
        }
    }

    private static bool Less((double Value, long Index) a, (double Value, long Index) b) =>
        a.Value < b.Value || (a.Value == b.Value && a.Index < b.Index);

    private static void Count<TKey>(SortedDictionary<TKey, long> counts, TKey key, long count)
        where TKey : notnull
    {
        if (counts.Count <= MaximumValues || counts.ContainsKey(key))
        {
            counts[key] = counts.GetValueOrDefault(key) + count;
        }
    }

    /// <summary>Mostly a field is laid out as in the item before: then its layout is not written anew.</summary>
    private void AddLayout(FieldContent content, long index)
    {
        if (_latestLayout is { } latest && content.IsNumeric && latest.Type == content.Type && latest.Shape.AsSpan()
            .SequenceEqual(content.Shape))
        {
            latest.Items.Add(index);
            return;
        }

        Offenders? items = Layout(content.IsNumeric ? $"{content.Type} {content.ShapeText()}" : content.Type);
        items?.Add(index);
        _latestLayout = items is not null && content.IsNumeric ? (content.Type, content.Shape, items) : _latestLayout;
    }

    private Offenders? Layout(string layout)
    {
        if (!_layouts.TryGetValue(layout, out Offenders? items) && _layouts.Count < MaximumShapes)
        {
            _layouts[layout] = items = new Offenders();
        }

        return items;
    }
}
