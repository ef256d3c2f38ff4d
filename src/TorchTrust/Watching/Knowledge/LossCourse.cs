namespace TorchTrust.Watching.Knowledge;

/// <summary>The losses of a run: the last one, and the means of its beginning and of its end.</summary>
internal sealed class LossCourse
{
    /// <summary>So many losses make a mean.</summary>
    public const int Window = 16;

    private readonly double[] _latest = new double[Window];
    private double _first;

    /// <summary>The last one; NaN before the first.</summary>
    public double Last { get; private set; } = double.NaN;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of the first ones.</summary>
    public double FirstMean => _first / Math.Min(Count, Window);

    /// <summary>The mean of the last ones.</summary>
    public double LatestMean => _latest.Take((int)Math.Min(Count, Window)).Sum() / Math.Min(Count, Window);

    /// <summary>Adds one.</summary>
    public void Add(double loss)
    {
        Last = loss;
        _first += Count < Window ? loss : 0;
        _latest[Count % Window] = loss;
        Count++;
    }
}
