namespace TorchTrust;

/// <summary>
/// <c>torchtrust.json</c> or the baseline is not as it must be. The message names the file, the place in it, and what is allowed.
/// </summary>
public sealed class SettingsException : Exception
{
    /// <summary>Takes the message.</summary>
    internal SettingsException(string message)
        : base(message)
    {
    }
}
