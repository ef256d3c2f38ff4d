using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching;

/// <summary>Measures what is told, and hands it on.</summary>
/// <param name="meter">The metrics.</param>
/// <param name="inner">Who is told.</param>
internal sealed class MeteredListener(WatchMeter meter, IWatchListener inner) : IWatchListener
{
    /// <inheritdoc/>
    public void Stepped(WatchPoint point)
    {
        meter.Stepped(point);
        inner.Stepped(point);
    }

    /// <inheritdoc/>
    public void Found(CheckResult result)
    {
        meter.Found(result);
        inner.Found(result);
    }

    /// <inheritdoc/>
    public void Failed(Exception fault) => inner.Failed(fault);
}
