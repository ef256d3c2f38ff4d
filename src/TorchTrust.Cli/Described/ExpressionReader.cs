using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Described;

/// <summary>
/// Reads values as they are written in C#: numbers, texts, truths, null, members of enums, arrays, and objects by their
/// constructors. Nothing is compiled and nothing is run: what needs more than that is what a subject is for.
/// </summary>
internal static class ExpressionReader
{
    /// <summary>What may be written, and what to do where that is too little.</summary>
    public const string Remedy = "Written here may be numbers, texts, true, false, null, members of enums, arrays, and `new` with these; "
        + "for everything else write a subject (`torchtrust check` without --model shows its lines).";

    /// <summary>Reads a text that is one value.</summary>
    /// <exception cref="ToolException">It is none.</exception>
    public static Expression Read(OptionText text)
    {
        var reader = new TokenReader(text);
        Expression value = Value(reader);
        return reader.Next.Kind == TokenKind.End
            ? value
            : throw reader.Problem(reader.Next, $"expected the end, found {reader.Next.Shown}. {Remedy}");
    }

    /// <summary>Reads the value that comes next.</summary>
    /// <exception cref="ToolException">None comes.</exception>
    public static Expression Value(TokenReader reader)
    {
        Token first = reader.Take();
        return first switch
        {
            { Kind: TokenKind.Number } => Number(reader, first, ""),
            { Kind: TokenKind.Sign, Value: "-" or "+" } when reader.Next.Kind == TokenKind.Number =>
                Number(reader, reader.Take(), first.Value == "-" ? "-" : "") with { At = first.At },
            { Kind: TokenKind.Text } => new LiteralExpression(reader.Text, first.At, first.Value, first.Source),
            { Kind: TokenKind.Letter } => new LiteralExpression(reader.Text, first.At, first.Value[0], first.Source),
            { Kind: TokenKind.Name, Value: "true" or "false" } =>
                new LiteralExpression(reader.Text, first.At, first.Value == "true", first.Source),
            { Kind: TokenKind.Name, Value: "null" } => new LiteralExpression(reader.Text, first.At, null, first.Source),
            { Kind: TokenKind.Name, Value: "new" } => New(reader, first),
            { Kind: TokenKind.Name } => Named(reader, first),
            { Kind: TokenKind.Sign, Value: "[" } => new SequenceExpression(reader.Text, first.At, Items(reader, "]")),
            _ => throw reader.Problem(first, $"expected a value, found {first.Shown}. {Remedy}"),
        };
    }

    private static NumberExpression Number(TokenReader reader, Token token, string sign)
    {
        string digits = token.Value.TrimEnd([.. "fFdDmMlLuU"]);
        string suffix = token.Value[digits.Length..].ToLowerInvariant();
        return digits.All(c => char.IsDigit(c) || c is '.' or 'e' or 'E' or '-' or '+')
            && suffix is "" or "f" or "d" or "m" or "l" or "u" or "ul" or "lu"
            ? new NumberExpression(reader.Text, token.At, sign + digits, suffix)
            : throw reader.Problem(token, $"'{token.Source}' is no number that is read here.");
    }

    private static Expression New(TokenReader reader, Token first)
    {
        if (reader.TryTake("["))
        {
            reader.Demand("]", "after 'new['");
            return Braced(reader, first);
        }

        string[]? type = reader.Next.Is("(") ? null : Name(reader, reader.Take());
        if (reader.Next.Is("<"))
        {
            throw reader.Problem(reader.Next, $"a generic class is not made here. {Remedy}");
        }

        if (reader.TryTake("["))
        {
            reader.Demand("]", "after the type of an array's elements");
            return Braced(reader, first);
        }

        reader.Demand("(", "before the arguments of a constructor");
        List<ArgumentExpression> arguments = [];
        while (!reader.TryTake(")"))
        {
            if (arguments.Count > 0)
            {
                reader.Demand(",", "between arguments");
            }

            Token at = reader.Next;
            string? name = null;
            if (at.Kind == TokenKind.Name && reader.Second.Is(":"))
            {
                name = reader.Take().Value;
                reader.Take();
            }

            arguments.Add(new ArgumentExpression(name, at.At, Value(reader)));
        }

        return reader.Next.Is("{")
            ? throw reader.Problem(reader.Next, $"an initializer is not read here. {Remedy}")
            : new NewExpression(reader.Text, first.At, type, [.. arguments]);
    }

    private static SequenceExpression Braced(TokenReader reader, Token first)
    {
        reader.Demand("{", "before the elements of an array");
        return new SequenceExpression(reader.Text, first.At, Items(reader, "}"));
    }

    private static Expression Named(TokenReader reader, Token first)
    {
        var name = new NameExpression(reader.Text, first.At, Name(reader, first));
        return reader.Next.Is("(") || reader.Next.Is("<") || reader.Next.Is("[")
            ? throw reader.Problem(first, $"{name.Source} is called, and nothing is run here. {Remedy}")
            : name;
    }

    private static string[] Name(TokenReader reader, Token first)
    {
        List<string> parts = [];
        for (Token part = first; ; part = reader.Take())
        {
            parts.Add(
                part.Kind == TokenKind.Name ? part.Value : throw reader.Problem(part, $"expected a name, found {part.Shown}. {Remedy}"));
            if (!reader.TryTake("."))
            {
                return [.. parts];
            }
        }
    }

    private static Expression[] Items(TokenReader reader, string end)
    {
        List<Expression> items = [];
        while (!reader.TryTake(end))
        {
            if (items.Count > 0)
            {
                reader.Demand(",", "between elements");
                if (reader.TryTake(end))
                {
                    break;
                }
            }

            items.Add(Value(reader));
        }

        return [.. items];
    }
}
