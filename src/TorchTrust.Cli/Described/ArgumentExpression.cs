namespace TorchTrust.Cli.Described;

/// <summary>An argument, with its name if it has one.</summary>
/// <param name="Name">The name of the parameter; null if the position tells it.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Value">The value.</param>
internal sealed record ArgumentExpression(string? Name, int At, Expression Value);
