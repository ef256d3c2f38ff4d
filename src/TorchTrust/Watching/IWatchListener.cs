using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching;

/// <summary>Told what watching finds, on the thread of the program that it is found on.</summary>
internal interface IWatchListener
{
    /// <summary>A step was taken.</summary>
    void Stepped(WatchPoint point);

    /// <summary>A rule has found something, or something more.</summary>
    void Found(CheckResult result);

    /// <summary>Watching has failed, by a fault of its own, and is over.</summary>
    void Failed(Exception fault);
}
