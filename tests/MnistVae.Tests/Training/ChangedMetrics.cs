using MnistVae.Logging;

namespace MnistVae.Tests.Training;

/// <summary>Changes or loses numbers on their way to another writer.</summary>
internal sealed class ChangedMetrics(IMetricWriter inner, Func<Metric, Metric?> change) : IMetricWriter
{
    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
        foreach (Metric metric in metrics)
        {
            if (change(metric) is { } changed)
            {
                inner.WriteScalars(globalStep, changed);
            }
        }
    }

    public void WriteImage(long globalStep, string tag, PngImage image) => inner.WriteImage(globalStep, tag, image);

    public void Flush() => inner.Flush();
}
