using MnistVae.Logging;

namespace MnistVae.Tests.Training;

/// <summary>Counts steps anew from each flush, as a trainer does whose second call begins at step 1.</summary>
internal sealed class RestartedMetrics(IMetricWriter inner) : IMetricWriter
{
    private long _last;
    private long _start;

    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
        _last = globalStep;
        inner.WriteScalars(globalStep - _start, metrics);
    }

    public void WriteImage(long globalStep, string tag, PngImage image)
        => inner.WriteImage(globalStep - _start, tag, image);

    public void Flush() => _start = _last;
}
