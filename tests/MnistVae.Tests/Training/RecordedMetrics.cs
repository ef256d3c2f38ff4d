using MnistVae.Logging;

namespace MnistVae.Tests.Training;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedMetrics : IMetricWriter
{
    public List<(string Tag, long Step, double Value)> Scalars { get; } = [];

    public List<(string Tag, long Step, PngImage Image)> Images { get; } = [];

    public int Flushes { get; private set; }

    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
        foreach (Metric metric in metrics)
        {
            Scalars.Add((metric.Tag, globalStep, metric.Value));
        }
    }

    public void WriteImage(long globalStep, string tag, PngImage image) => Images.Add((tag, globalStep, image));

    public void Flush() => Flushes++;

    /// <summary>The values of a tag by step; a step that was logged twice fails the test.</summary>
    public Dictionary<long, double> Of(string tag)
    {
        var scalars = Scalars.Where(scalar => scalar.Tag == tag).ToList();
        Assert.Distinct(scalars.Select(scalar => scalar.Step));
        return scalars.ToDictionary(scalar => scalar.Step, scalar => scalar.Value);
    }
}
