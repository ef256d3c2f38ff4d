namespace TorchTrust.Cli.Described;

/// <summary>A value as it is written in C#.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
internal abstract record Expression(OptionText Text, int At);
