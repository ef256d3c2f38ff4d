namespace TorchTrust.Cli.Described;

/// <summary>A text that stands behind an option.</summary>
/// <param name="Option">The option, such as <c>--input</c>.</param>
/// <param name="Text">The text, as the user wrote it.</param>
internal sealed record OptionText(string Option, string Text);
