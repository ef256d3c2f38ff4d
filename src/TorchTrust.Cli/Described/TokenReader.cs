using System.Text;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Described;

/// <summary>Reads a text word by word.</summary>
internal sealed class TokenReader
{
    private const string Escapes = "0\0n\nr\rt\t\\\\\"\"''";
    private readonly List<Token> _tokens = [];
    private int _next;

    /// <summary>Splits a text.</summary>
    /// <exception cref="ToolException">It has a sign that means nothing, or a quote without its end.</exception>
    public TokenReader(OptionText text)
    {
        Text = text;
        for (int at = 0; at < text.Text.Length; at = _tokens[^1].At + _tokens[^1].Source.Length)
        {
            while (at < text.Text.Length && char.IsWhiteSpace(text.Text[at]))
            {
                at++;
            }

            _tokens.Add(At(at));
        }

        if (_tokens is not [.., { Kind: TokenKind.End }])
        {
            _tokens.Add(new Token(TokenKind.End, "", text.Text.Length, ""));
        }
    }

    /// <summary>The text.</summary>
    public OptionText Text { get; }

    /// <summary>The word that comes next.</summary>
    public Token Next => _tokens[_next];

    /// <summary>The word after that.</summary>
    public Token Second => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    /// <summary>Takes the next word.</summary>
    public Token Take() => Next.Kind == TokenKind.End ? Next : _tokens[_next++];

    /// <summary>Takes a sign if it comes next.</summary>
    public bool TryTake(string sign)
    {
        bool isNext = Next.Is(sign);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Takes a sign that must come next.</summary>
    /// <exception cref="ToolException">Something else comes.</exception>
    public void Demand(string sign, string purpose)
    {
        if (!TryTake(sign))
        {
            throw Problem(Next, $"expected '{sign}' {purpose}, found {Next.Shown}.");
        }
    }

    /// <summary>An error at a word.</summary>
    public ToolException Problem(Token token, string message) => TextProblem.At(Text, token.At, message);

    private Token At(int at)
    {
        string text = Text.Text;
        if (at >= text.Length)
        {
            return new Token(TokenKind.End, "", at, "");
        }

        char first = text[at];
        if (char.IsLetter(first) || first is '_' or '@')
        {
            return Word(TokenKind.Name, at, End(at + 1, c => char.IsLetterOrDigit(c) || c == '_'));
        }

        if (char.IsDigit(first))
        {
            return Number(at);
        }

        if (first is '"' or '\'')
        {
            return Quoted(at, first);
        }

        if (text.AsSpan(at).StartsWith(".."))
        {
            return Word(TokenKind.Sign, at, at + 2);
        }

        return "()[]{}<>,.:;-+=?*".Contains(first, StringComparison.Ordinal)
            ? Word(TokenKind.Sign, at, at + 1)
            : throw TextProblem.At(Text, at, $"'{first}' means nothing here.");
    }

    private Token Number(int at)
    {
        string text = Text.Text;
        int end = End(at, char.IsDigit);
        if (end + 1 < text.Length && text[end] == '.' && char.IsDigit(text[end + 1]))
        {
            end = End(end + 1, char.IsDigit);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            int digits = end + 1 < text.Length && text[end + 1] is '-' or '+' ? end + 2 : end + 1;
            end = digits < text.Length && char.IsDigit(text[digits]) ? End(digits, char.IsDigit) : end;
        }

        return Word(TokenKind.Number, at, End(end, c => char.IsLetter(c) || c == '_'));
    }

    private Token Quoted(int at, char quote)
    {
        string text = Text.Text;
        var value = new StringBuilder();
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                string source = text[at..(i + 1)];
                return quote == '"' ? new Token(TokenKind.Text, value.ToString(), at, source)
                    : value.Length == 1 ? new Token(TokenKind.Letter, value.ToString(), at, source)
                    : throw TextProblem.At(Text, at, $"{source} is no single character.");
            }

            if (text[i] != '\\' || i + 1 == text.Length)
            {
                value.Append(text[i]);
                continue;
            }

            int escape = Escapes.IndexOf(text[++i], StringComparison.Ordinal);
            value.Append(escape >= 0 && escape % 2 == 0
                ? Escapes[escape + 1]
                : throw TextProblem.At(Text, i - 1, $"the escape '\\{text[i]}' is not read here."));
        }

        throw TextProblem.At(Text, at, "this quote has no end.");
    }

    private Token Word(TokenKind kind, int at, int end) => new(kind, Text.Text[at..end].TrimStart('@'), at, Text.Text[at..end]);

    private int End(int at, Func<char, bool> belongs)
    {
        while (at < Text.Text.Length && belongs(Text.Text[at]))
        {
            at++;
        }

        return at;
    }
}
