namespace MnistVae.Logging;

/// <summary>Writes nothing: for runs that are not to be logged.</summary>
public sealed class NullMetricWriter : IMetricWriter
{
    private NullMetricWriter()
    {
    }

    /// <summary>The only instance.</summary>
    public static NullMetricWriter Instance { get; } = new();

    /// <inheritdoc/>
    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
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
