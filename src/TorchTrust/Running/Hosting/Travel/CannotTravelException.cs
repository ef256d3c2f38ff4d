namespace TorchTrust.Running.Hosting.Travel;

/// <summary>A subject cannot be rebuilt in another process. The message says why, and what to write instead.</summary>
internal sealed class CannotTravelException : Exception
{
    /// <summary>Takes the whole reason, as a sentence.</summary>
    public CannotTravelException(string message)
        : base(message)
    {
    }
}
