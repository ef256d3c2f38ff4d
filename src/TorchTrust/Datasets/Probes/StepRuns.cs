using System.IO.Hashing;
using System.Runtime.InteropServices;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>Runs of different steps in the windows of a series, long enough that no two are equal by chance.</summary>
internal sealed class StepRuns
{
    /// <summary>How many windows of a split are looked at.</summary>
    public const int MaximumItems = 1 << 15;

    /// <summary>With no collision among m pairs, a chance of 28/m would have shown one but for a chance of 1e-12.</summary>
    private const double NoneSeen = 28;

    private readonly FieldSummary _field;
    private readonly FieldContent _content = new();
    private readonly Dictionary<ulong, long> _known = [];

    private StepRuns(FieldSummary field, int length) => (_field, Length) = (field, length);

    /// <summary>How many steps make a run.</summary>
    public int Length { get; }

    /// <summary>Settles how long a run has to be; null where windows are too short for it.</summary>
    /// <param name="split">What is known of the windows.</param>
    /// <param name="field">The field that has a time.</param>
    /// <param name="others">How many windows they are compared with.</param>
    public static StepRuns? Of(SplitSummary split, FieldSummary field, long others)
    {
        var one = new StepRuns(field, 1);
        ulong[][] windows = [.. split.Sample.Items.DistinctBy(item => item.Content).Where(item => item.Fields.ContainsKey(field.Path))
            .Select(item => one.Steps(item.Fields[field.Path], item.Shapes[field.Path]))];
        int shortest = windows.Select(window => window.Length).DefaultIfEmpty(0).Min();
        if (windows.Length < 2 || shortest < 2)
        {
            return null;
        }

        ulong[] all = [.. windows.SelectMany(window => window)];
        double collisions = all.GroupBy(step => step)
            .Sum(group => (double)group.Count() * (group.Count() - 1)) / ((double)all.Length * (all.Length - 1));
        double bound = Math.Min(1, collisions + (NoneSeen * 2 / ((double)windows.Length * windows.Length)));
        double places = Math.Log(Math.Max(1.0, split.Items * all.Length / windows.Length))
            + Math.Log(Math.Max(1.0, others * all.Length / windows.Length));
        double length = Math.Ceiling((places - Math.Log(Chance.Alpha)) / -Math.Log(bound));
        return bound < 1 && length < shortest ? new StepRuns(field, (int)Math.Max(length, 2)) : null;
    }

    /// <summary>Remembers the runs of a window that is trained on.</summary>
    public void Learn(DatasetItem item)
    {
        foreach (ulong run in Runs(item))
        {
            _known.TryAdd(run, item.Index);
        }
    }

    /// <summary>Windows that have a run which is known, and one that it is known from.</summary>
    public IReadOnlyList<(long Held, long Trained)> Met(IEnumerable<DatasetItem> items) =>
    [
        .. items.Select(item => (item.Index, Run: Runs(item).Cast<ulong?>().FirstOrDefault(run => _known.ContainsKey(run!.Value))))
            .Where(met => met.Run is not null).Select(met => (met.Index, _known[met.Run!.Value])),
    ];

    private IEnumerable<ulong> Runs(DatasetItem item)
    {
        _content.Read(item.FieldAt(_field.Path)?.Value);
        ulong[] steps = _content.IsNumeric ? Steps(_content.Values, _content.Shape) : [];
        for (int start = 0; start + Length <= steps.Length; start++)
        {
            if (steps.AsSpan(start, Length).ToArray().Distinct().Count() == Length)
            {
                yield return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(steps.AsSpan(start, Length)));
            }
        }
    }

    /// <summary>The hash of each step: of all that has one place in time.</summary>
    private ulong[] Steps(ReadOnlySpan<double> values, long[] shape)
    {
        if (_field.Plan.TimeIn(shape) is not { } time)
        {
            return [];
        }

        int length = (int)shape[time];
        int inner = (int)shape[(time + 1)..].Aggregate(1L, (size, dimension) => size * dimension);
        int outer = length * inner == 0 ? 0 : values.Length / (length * inner);
        ulong[] steps = new ulong[length];
        double[] step = new double[outer * inner];
        for (int at = 0; at < length; at++)
        {
            for (int block = 0; block < outer; block++)
            {
                values.Slice(((block * length) + at) * inner, inner).CopyTo(step.AsSpan(block * inner));
            }

            steps[at] = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(step.AsSpan()));
        }

        return steps;
    }
}
