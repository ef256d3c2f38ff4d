using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Described;

/// <summary>Errors in a text of the command line, with a mark under the place.</summary>
internal static class TextProblem
{
    /// <summary>Says what is wrong where.</summary>
    /// <param name="text">The text, and the option that it stands behind.</param>
    /// <param name="at">The index of the first wrong character.</param>
    /// <param name="message">What is wrong, and what is expected, as sentences.</param>
    public static ToolException At(OptionText text, int at, string message) =>
        ToolException.WrongUse($"{text.Option}: {message}\n  {text.Text}\n  {new string(' ', Math.Min(at, text.Text.Length))}^");
}
