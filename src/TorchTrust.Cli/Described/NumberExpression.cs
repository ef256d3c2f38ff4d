namespace TorchTrust.Cli.Described;

/// <summary>A number.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
/// <param name="Digits">With its sign, without its suffix.</param>
/// <param name="Suffix">Such as <c>f</c> or <c>L</c>, in lower case; empty if there is none.</param>
internal sealed record NumberExpression(OptionText Text, int At, string Digits, string Suffix) : Expression(Text, At)
{
    /// <summary>Whether it is written as a whole number.</summary>
    public bool IsWhole => Digits.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && Suffix is "" or "l" or "u" or "ul" or "lu";
}
