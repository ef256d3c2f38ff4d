namespace MnistVae.Run;

/// <summary>An option has a value that is not allowed, which shows only when it meets the others.</summary>
/// <param name="message">What was given and what is allowed, in one line.</param>
public sealed class UsageException(string message) : Exception(message);
