using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace TorchTrust.Cli.Display;

/// <summary>Texts of a width in a terminal, where some letters take two columns. Nothing that moves the cursor passes.</summary>
internal static class Cells
{
    /// <summary>The text, cut so that it fits; what is cut is shown by an ellipsis.</summary>
    public static string Crop(string text, int width)
    {
        string clean = Clean(text);
        if (new Segment(clean).CellCount() <= width)
        {
            return clean;
        }

        var kept = new StringBuilder();
        int used = 1;
        TextElementEnumerator letters = StringInfo.GetTextElementEnumerator(clean);
        while (letters.MoveNext())
        {
            string letter = letters.GetTextElement();
            used += new Segment(letter).CellCount();
            if (used > width)
            {
                break;
            }

            kept.Append(letter);
        }

        return width > 0 ? $"{kept}…" : "";
    }

    /// <summary>The text at exactly a width.</summary>
    public static string Pad(string text, int width)
    {
        string cropped = Crop(text, width);
        return cropped + new string(' ', Math.Max(0, width - new Segment(cropped).CellCount()));
    }

    /// <summary>The text without control characters: names come from the user's code.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
}
