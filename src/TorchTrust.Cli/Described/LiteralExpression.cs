namespace TorchTrust.Cli.Described;

/// <summary>A text, a character, a truth, or null.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
/// <param name="Value">The value.</param>
/// <param name="Source">As it is written.</param>
internal sealed record LiteralExpression(OptionText Text, int At, object? Value, string Source) : Expression(Text, At);
