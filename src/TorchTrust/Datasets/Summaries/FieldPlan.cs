using TorchTrust.Datasets.Fields;

namespace TorchTrust.Datasets.Summaries;

/// <summary>What is declared of one field, looked up once for all of its items.</summary>
internal sealed class FieldPlan
{
    /// <summary>The largest target whose values are all counted.</summary>
    private const int MaximumCountedTarget = 1 << 14;

    /// <summary>The largest other field whose values are all counted.</summary>
    private const int MaximumCounted = 4;

    private readonly double[] _ignored;
    private readonly long? _classes;

    /// <summary>Looks up what is declared of a path.</summary>
    public FieldPlan(string path, DatasetFacts facts)
    {
        Path = path;
        bool Is(string declared) => new DatasetField(path, null).Is(declared);
        (string Field, long? Classes)[] targets = [.. facts.Targets.Where(target => Is(target.Field))];
        IsTarget = targets.Length > 0;
        _classes = targets.Select(target => target.Classes).FirstOrDefault();
        _ignored = [.. facts.IgnoredTargets.Where(ignored => Is(ignored.Field)).Select(ignored => ignored.Value)];
        MissingValue = facts.MissingValues.Where(missing => Is(missing.Field)).Select(missing => (double?)missing.Marker).FirstOrDefault();
        (string Field, double Minimum, double Maximum)[] bounds = [.. facts.Bounds.Where(bound => Is(bound.Field))];
        HasBounds = bounds.Length > 0;
        Minimum = HasBounds ? bounds[^1].Minimum : double.NegativeInfinity;
        Maximum = HasBounds ? bounds[^1].Maximum : double.PositiveInfinity;
        IsGroup = facts.GroupFields.Any(Is);
        IsAside = IsGroup || (facts.CoveredFields is { } covered && (Is(covered.From) || Is(covered.To)));
        IsRepeated = facts.RepeatedValues.Any(fact => fact.Covers(path));
        Padding = facts.Padding.Where(padding => Is(padding.Field)).Select(padding => (double?)padding.Value).FirstOrDefault();
        Spans = [.. facts.Spans.Where(span => Is(span.Field)).Select(span => (span.Minimum, span.Maximum))];
        Standardized = [.. facts.Standardized.Where(standardized => Is(standardized.Field)).Select(standardized => standardized.Split)];
        IsNext = facts.Next.Any(next => Is(next.Target));
        TimeDimension = facts.Times.Where(time => Is(time.Field)).Select(time => (int?)time.Dimension).FirstOrDefault();
        HasSeveralLengths = facts.SeveralLengths.Any(several => Is(several.Field)) || Padding is not null;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>Whether it is to be predicted.</summary>
    public bool IsTarget { get; }

    /// <summary>The number of classes, if it is a class.</summary>
    public long? Classes => _classes;

    /// <summary>The value that stands for a missing one.</summary>
    public double? MissingValue { get; }

    /// <summary>Whether bounds are declared.</summary>
    public bool HasBounds { get; }

    /// <summary>The least value that is declared.</summary>
    public double Minimum { get; }

    /// <summary>The largest value that is declared.</summary>
    public double Maximum { get; }

    /// <summary>Whether it says to whom an item belongs.</summary>
    public bool IsGroup { get; }

    /// <summary>Whether it says to whom or when an item belongs, and is no input.</summary>
    public bool IsAside { get; }

    /// <summary>Whether it holds the same value at several places on purpose.</summary>
    public bool IsRepeated { get; }

    /// <summary>The value that fills it up.</summary>
    public double? Padding { get; }

    /// <summary>The ends that its values come near to.</summary>
    public IReadOnlyList<(double Minimum, double Maximum)> Spans { get; }

    /// <summary>The splits over which it has mean 0 and deviation 1.</summary>
    public IReadOnlyList<string> Standardized { get; }

    /// <summary>Whether it holds what another field predicts.</summary>
    public bool IsNext { get; }

    /// <summary>The dimension that is declared as time, from 0, or from -1 for the last; see <see cref="TimeIn"/>.</summary>
    public int? TimeDimension { get; }

    /// <summary>Whether its shape differs from item to item.</summary>
    public bool HasSeveralLengths { get; }

    /// <summary>The dimension of a shape that is time, from 0; null where none is declared, or the shape has no such dimension.</summary>
    public int? TimeIn(long[] shape)
    {
        int? at = TimeDimension < 0 ? TimeDimension + shape.Length : TimeDimension;
        return at >= 0 && at < shape.Length ? at : null;
    }

    /// <summary>Whether it is given to the network.</summary>
    public bool IsInput => !IsTarget && !IsAside;

    /// <summary>Whether each value has to be held against what is declared of it: the extremes of an item do not tell.</summary>
    public bool LooksAtEachValue => _classes is not null || MissingValue is not null;

    /// <summary>Whether a value stands for a missing one.</summary>
    public bool IsMissing(double value) => MissingValue is { } marker && (value.Equals(marker) || value == marker);

    /// <summary>Whether a value is no class, where classes are declared and a class is what the target holds.</summary>
    public bool IsNoClass(double value) =>
        _classes is { } classes && !(value >= 0 && value < classes) && !_ignored.Contains(value) && !IsMissing(value);

    /// <summary>Whether a value lies outside of the bounds and does not stand for a missing one, or for nothing.</summary>
    public bool HasOutlier(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if ((value < Minimum || value > Maximum) && !IsMissing(value) && !_ignored.Contains(value) && value != Padding)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the values of a field of a size are counted one by one.</summary>
    public bool CountsValues(int size) => size <= (IsTarget ? MaximumCountedTarget : MaximumCounted);

    /// <summary>Whether a value counts as a target.</summary>
    public bool Counts(double value) => !_ignored.Contains(value) && !IsMissing(value);
}
