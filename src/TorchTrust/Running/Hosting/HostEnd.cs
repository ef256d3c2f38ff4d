namespace TorchTrust.Running.Hosting;

/// <summary>How a task in a host came to its end.</summary>
internal enum HostEnd
{
    /// <summary>With a result.</summary>
    Answered,

    /// <summary>The process ended.</summary>
    Died,

    /// <summary>It did not end in time.</summary>
    OutOfTime,

    /// <summary>It took more memory than it may.</summary>
    OutOfMemory,
}
