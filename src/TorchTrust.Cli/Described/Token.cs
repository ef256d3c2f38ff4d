namespace TorchTrust.Cli.Described;

/// <summary>A word of a text.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">What it says: for a text, without quotes and escapes.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Source">As it is written.</param>
internal sealed record Token(TokenKind Kind, string Value, int At, string Source)
{
    /// <summary>As a message names it.</summary>
    public string Shown => Kind == TokenKind.End ? "the end" : $"'{Source}'";

    /// <summary>Whether it is a certain sign.</summary>
    public bool Is(string sign) => Kind == TokenKind.Sign && Value == sign;

    /// <summary>Whether it is a certain keyword.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Name && Value == word;
}
