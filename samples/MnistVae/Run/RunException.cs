namespace MnistVae.Run;

/// <summary>Something outside the program is not as it must be; the message is for the user, and one line.</summary>
/// <param name="message">What was found, what was expected, what to do.</param>
/// <param name="inner">What it came from, if anything.</param>
public sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
