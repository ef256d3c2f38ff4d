namespace MnistVae.Logging;

/// <summary>A number with its name.</summary>
/// <param name="Tag">The name, with a slash between group and name: <c>train/loss</c>.</param>
/// <param name="Value">The value.</param>
public readonly record struct Metric(string Tag, double Value);
