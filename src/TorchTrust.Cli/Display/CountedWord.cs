using Spectre.Console;

namespace TorchTrust.Cli.Display;

/// <summary>A count with its word, such as <c>3 skipped</c>.</summary>
/// <param name="Separator">What stands before it.</param>
/// <param name="Text">The count and the word.</param>
/// <param name="Style">Its colour.</param>
internal sealed record CountedWord(string Separator, string Text, Style Style);
