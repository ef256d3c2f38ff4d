using MnistVae.Logging;
using TorchTrust;

namespace MnistVae.Trust;

/// <summary>Hands the numbers that a trainer logs to whoever asks for them. Pictures are left out.</summary>
internal sealed class RelayedMetrics : IMetricWriter
{
    /// <summary>Who asks; null for nobody.</summary>
    public ScalarRecorder? Recorder { get; set; }

    /// <inheritdoc/>
    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
        foreach (Metric metric in metrics)
        {
            Recorder?.Invoke(metric.Tag, metric.Value, globalStep);
        }
    }

    /// <inheritdoc/>
    public void WriteImage(long globalStep, string tag, PngImage image)
    {
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
