using System.Runtime.InteropServices;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Probes;

/// <summary>
/// Looks for items that are nearer to one item of training than different items are: measured by how much further the second
/// nearest is.
/// </summary>
/// <remarks>
/// Where items lie in m dimensions, the second nearest is t times as far as the nearest with a chance of t^-m, whatever their
/// density (Facco, d'Errico, Rodriguez and Laio, "Estimating the intrinsic dimension of datasets by a minimal neighborhood
/// information", 2017). The median over training gives m, the lesser of what the second and a far neighbour say, since on a grid the
/// first two are as far; half of it is claimed, since parts of the data may have fewer.
/// </remarks>
internal sealed class NearCopies : IDisposable
{
    /// <summary>How many items of training are looked at.</summary>
    private const int MaximumItems = 1 << 13;

    /// <summary>At most 64 MB of them.</summary>
    private const int MaximumValues = 1 << 24;

    private const int MinimumItems = 40;
    private const int Measured = 256;
    private const int Far = 32;

    /// <summary>In fewer dimensions items are near each other by nature.</summary>
    private const double MinimumDimension = 6;

    /// <summary>No one odd item decides.</summary>
    private const int MinimumCopies = 3;

    private static readonly double[] _ratios = [2, 4, 8, 16, 32, 64];

    private readonly IReadOnlyList<FieldSummary> _inputs;
    private readonly float[][] _scales;
    private readonly List<(long Index, float[] Row)> _known = [];
    private readonly Tensor? _rows;

    /// <summary>Reads items of training, and measures in how many dimensions they lie.</summary>
    /// <param name="session">The open data set.</param>
    /// <param name="trained">The split that is trained on.</param>
    /// <param name="inputs">The inputs to compare.</param>
    public NearCopies(DatasetSession session, LiveSplit trained, IReadOnlyList<FieldSummary> inputs)
    {
        (_inputs, _scales) = (inputs, [.. inputs.Select(Scale)]);
        var content = new FieldContent();
        foreach (DatasetItem item in ItemReads.Items(session, trained, Indices(trained, inputs)))
        {
            if (RowOf(path => Read(content, item, path)) is { } row)
            {
                _known.Add((item.Index, row));
            }
        }

        if (_known.Count >= MinimumItems)
        {
            _rows = Stack(_known).DetachFromDisposeScope();
            long[] places = [.. Enumerable.Range(0, Math.Min(Measured, _known.Count))
                .Select(at => (long)at * _known.Count / Math.Min(Measured, _known.Count))];
            using Tensor some = _rows.index_select(0, tensor(places));
            Dimension = DimensionOf(Neighbours.Of(some, _rows, FarOne, places));
        }
    }

    /// <summary>The dimension of the items of training; 0 of too few.</summary>
    public double Dimension { get; }

    /// <summary>Whether it is large enough to decide by it.</summary>
    public bool CanDecide => Dimension >= MinimumDimension;

    /// <summary>With how many items of training is compared.</summary>
    public int Trained => _known.Count;

    private int FarOne => Math.Min(Far, _known.Count / 8);

    /// <summary>The splits that are compared, and the inputs by which.</summary>
    public static IEnumerable<(LiveSplit Trained, LiveSplit Held, IReadOnlyList<FieldSummary> Inputs)> Pairs(
        DatasetSession session, Action<string> step) =>
        from pair in SplitPairs.Of(session.Splits, split => split, session.Subject.Facts)
        where !pair.First.Declared.IsAugmented && !session.Subject.Facts.RandomSplits.Any(fact => fact.Covers(pair.First.Name))
        let inputs = Inputs(session.SummaryOf(pair.First, step), session.SummaryOf(pair.Second, step))
        where inputs.Count > 0
        select (pair.First, pair.Second, inputs);

    /// <summary>Indices of the items of training that are read for it.</summary>
    public static IReadOnlyList<long> Indices(LiveSplit trained, IReadOnlyList<FieldSummary> inputs) => ItemReads.Indices(
        trained, (int)Math.Clamp(MaximumValues / inputs.Sum(field => (long)field.Elements!.Size), Measured, MaximumItems));

    /// <summary>How many items of a sample of a held-out split were compared, and those that are too near to one of training.</summary>
    public (int Compared, IReadOnlyList<NearCopy> Found) Find(SplitSummary held)
    {
        using var scope = NewDisposeScope();
        (long Index, float[] Row)[] others =
        [
            .. held.Sample.Items.Select(item => (item.Index, Row: RowOf(path => item.Fields.GetValueOrDefault(path))!))
                .Where(item => item.Row is not null),
        ];
        if (!CanDecide || others.Length < MinimumItems)
        {
            return (0, []);
        }

        (long Held, (double First, double Second, double Far, int Index) Near)[] near =
            [.. others.Select(item => item.Index).Zip(Neighbours.Of(Stack(others), _rows!, FarOne)).Where(item => item.Second.First > 0)];
        return (near.Length, Beyond(near));
    }

    /// <inheritdoc/>
    public void Dispose() => _rows?.Dispose();

    /// <summary>The inputs of two splits that can be compared: numbers of one size; none if an item has others beside them.</summary>
    private static IReadOnlyList<FieldSummary> Inputs(SplitSummary trained, SplitSummary held)
    {
        FieldSummary[] inputs = [.. trained.Fields.Where(field => field.Plan.IsInput)];
        return inputs.Length > 0 && trained.Items >= MinimumItems && held.Items >= MinimumItems && inputs.All(field =>
            field is { Elements: not null, IsWhole: false } && field.NumericItems == field.Items && field.Items == trained.Items
            && field.NotFinite is { NaN.Count: 0, Infinite.Count: 0 }
            && held.FieldAt(field.Path)?.Elements?.Size == field.Elements.Size)
                ? inputs
                : [];
    }

    /// <summary>The items beyond the least ratio at which there are more than chance explains.</summary>
    private NearCopy[] Beyond((long Held, (double First, double Second, double Far, int Index) Near)[] near) =>
        _ratios.Select(ratio => (Ratio: ratio, Items: near.Where(item => item.Near.Second > ratio * item.Near.First).ToArray()))
            .Where(told => told.Items.Length >= MinimumCopies && _ratios.Length
                * Chance.OfAtLeast(told.Items.Length, near.Length, Math.Pow(told.Ratio, -Dimension / 2)) < Chance.Alpha)
            .Select(told => told.Items.Select(item =>
                new NearCopy(item.Held, _known[item.Near.Index].Index, item.Near.Second / item.Near.First)).ToArray())
            .FirstOrDefault() ?? [];

    /// <summary>
    /// The logarithm of the ratio of the second to the first has the median ln 2 / m; that of the k-th to the first the mean
    /// (1 + 1/2 + … + 1/(k-1)) / m. Items that are there twice say nothing.
    /// </summary>
    private double DimensionOf(IReadOnlyList<(double First, double Second, double Far, int Index)> near)
    {
        (double First, double Second, double Far, int Index)[] single = [.. near.Where(each => each.First > 0)];
        if (single.Length < MinimumItems)
        {
            return 0;
        }

        double second = Median(single.Select(each => Math.Log(each.Second / each.First)));
        double last = Median(single.Select(each => Math.Log(each.Far / each.First)));
        return second > 0 && last > 0
            ? Math.Min(Math.Log(2) / second, Enumerable.Range(1, FarOne - 1).Sum(k => 1.0 / k) / last)
            : 0;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    /// <summary>Columns of a table have units of their own; the elements of anything else have one.</summary>
    private static float[] Scale(FieldSummary field)
    {
        ElementStatistics elements = field.Elements!;
        double whole = elements.Over(Enumerable.Range(0, elements.Size)).Deviation;
        return [.. Enumerable.Range(0, elements.Size)
            .Select(element => field.Shape.Length > 1 || elements.Size == 1 ? whole : elements.DeviationOf(element))
            .Select(deviation => deviation > 0 ? (float)(1 / deviation) : 0)];
    }

    private static ReadOnlySpan<double> Read(FieldContent content, DatasetItem item, string path)
    {
        content.Read(item.FieldAt(path)?.Value);
        return content.IsNumeric ? content.Values : [];
    }

    private float[]? RowOf(ValuesOf valuesOf)
    {
        float[] row = new float[_scales.Sum(scale => scale.Length)];
        int at = 0;
        foreach ((FieldSummary field, float[] scale) in _inputs.Zip(_scales))
        {
            ReadOnlySpan<double> values = valuesOf(field.Path);
            if (values.Length != scale.Length)
            {
                return null;
            }

            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    return null;
                }

                row[at++] = (float)((values[i] - field.Elements!.MeanOf(i)) * scale[i]);
            }
        }

        return row;
    }

    private static Tensor Stack(IReadOnlyList<(long Index, float[] Row)> items)
    {
        int size = items[0].Row.Length;
        Tensor stacked = empty(items.Count, size, dtype: ScalarType.Float32);
        Span<float> numbers = MemoryMarshal.Cast<byte, float>(stacked.bytes);
        for (int item = 0; item < items.Count; item++)
        {
            items[item].Row.CopyTo(numbers[(item * size)..]);
        }

        return stacked;
    }

    /// <summary>The numbers of a field of an item, by its path; nothing where it has none.</summary>
    private delegate ReadOnlySpan<double> ValuesOf(string path);
}
