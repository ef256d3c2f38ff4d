namespace TorchTrust.Running.Hosting;

/// <summary>There can be no host for a subject. The message says why, as a sentence.</summary>
internal sealed class HostUnavailableException : Exception
{
    /// <summary>Takes the whole reason.</summary>
    public HostUnavailableException(string message, bool isFaultOfSubject = false)
        : base(message) => IsFaultOfSubject = isFaultOfSubject;

    /// <summary>The host works, but what gives the subject threw, hung or ended the process.</summary>
    public bool IsFaultOfSubject { get; }
}
