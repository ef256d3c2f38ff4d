namespace TorchTrust.Cli.Described;

/// <summary>An array or a list: <c>[1, 2]</c>, <c>new[] { 1, 2 }</c>, <c>new long[] { 1, 2 }</c>.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
/// <param name="Items">Its elements.</param>
internal sealed record SequenceExpression(OptionText Text, int At, Expression[] Items) : Expression(Text, At);
