namespace TorchTrust.Running.Hosting;

/// <summary>How a task in a host came to its end.</summary>
internal enum HostEnd
{
    /// <summary>With a result.</summary>
    Answered,

    /// <summary>The process ended.</summary>
    Died,

    /// <summary>It did not end in time, and its last step alone took half of the time or more.</summary>
    Stuck,

    /// <summary>It did not end in time, though it went on from step to step.</summary>
    Slow,

    /// <summary>It took more memory than it may.</summary>
    OutOfMemory,
}
