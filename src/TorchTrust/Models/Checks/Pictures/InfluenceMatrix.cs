using System.Globalization;

namespace TorchTrust.Models.Checks.Pictures;

/// <summary>How much each sample of the output changed when one sample of the input was replaced.</summary>
internal sealed class InfluenceMatrix
{
    private readonly Dictionary<(long Replaced, long Changed), double> _changes = [];

    /// <summary>Whether anything changed at all.</summary>
    public bool ShowsSomething => _changes.Values.Any(change => change > 0);

    /// <summary>Takes a change; the largest is kept.</summary>
    public void Add(long replaced, long changed, double change) =>
        _changes[(replaced, changed)] = Math.Max(change, _changes.GetValueOrDefault((replaced, changed)));

    /// <summary>The picture; null where nothing was compared.</summary>
    /// <param name="count">The number of samples in the batch, of which there are few.</param>
    public HeatMapPicture? Draw(long count)
    {
        if (_changes.Count == 0)
        {
            return null;
        }

        int[] samples = [.. Enumerable.Range(0, (int)count)];
        string[] labels = [.. samples.Select(sample => sample.ToString(CultureInfo.InvariantCulture))];
        return new HeatMapPicture("Which sample changes which", "replaced sample", "changed sample", labels, labels,
            [.. samples.Select(
                row => (IReadOnlyList<double>)[.. samples.Select(column => _changes.GetValueOrDefault((row, column), double.NaN))])])
        {
            ValueAxis = "largest change",
            IsLogarithmic = true,
            Caption = "Where samples are kept apart, only the diagonal has a colour.",
        };
    }
}
