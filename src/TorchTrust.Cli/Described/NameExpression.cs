namespace TorchTrust.Cli.Described;

/// <summary>A name with dots, such as that of an enum's member.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
/// <param name="Parts">Its parts.</param>
internal sealed record NameExpression(OptionText Text, int At, string[] Parts) : Expression(Text, At)
{
    /// <summary>As it is written.</summary>
    public string Source => string.Join('.', Parts);
}
