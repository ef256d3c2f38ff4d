using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Spectre.Console;

namespace TorchTrust.Cli.Explain;

/// <summary>The text within a block of Markdown.</summary>
internal static class MarkdownInlines
{
    private static readonly Style _code = new(Color.Aqua);

    /// <summary>The text of a block, with its emphasis.</summary>
    /// <param name="block">A paragraph, a heading, a cell; nothing if null.</param>
    /// <param name="style">The style of what has none of its own.</param>
    public static Paragraph Of(LeafBlock? block, Style style)
    {
        var text = new Paragraph();
        Append(text, block?.Inline, style);
        return text;
    }

    private static void Append(Paragraph text, ContainerInline? container, Style style)
    {
        foreach (Inline inline in container ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.ToString(), style);
                    break;
                case CodeInline code:
                    text.Append(code.Content, style.Combine(_code));
                    break;
                case LineBreakInline:
                    text.Append(" ", style);
                    break;
                case EmphasisInline emphasis:
                    var strength = new Style(decoration: emphasis.DelimiterCount > 1 ? Decoration.Bold : Decoration.Italic);
                    Append(text, emphasis, style.Combine(strength));
                    break;
                case LinkInline link:
                    Append(text, link, style.Combine(new Style(decoration: Decoration.Underline)));
                    text.Append(link.Url is { } url && url.Contains("://", StringComparison.Ordinal) ? $" ({url})" : "", style);
                    break;
                case AutolinkInline address:
                    text.Append(address.Url, style);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString(), style);
                    break;
                case ContainerInline other:
                    Append(text, other, style);
                    break;
            }
        }
    }
}
