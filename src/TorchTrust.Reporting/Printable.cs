using System.Text;

namespace TorchTrust.Reporting;

/// <summary>Names and messages come from user code and may hold what no document can.</summary>
internal static class Printable
{
    /// <summary>The text with what XML cannot hold shown by the pictures of Unicode for control characters.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // A lone surrogate comes out as U+FFFD.
            result.Append(rune.Value switch
            {
                '\t' or '\n' => rune.ToString(),
                '\r' => "",
                < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
                0x7F => "\u2421",
                >= 0x80 and < 0xA0 or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return result.ToString();
    }

    /// <summary>The text in one line of at most so many characters, cut in its middle: both ends of a path tell something.</summary>
    public static string Short(string? text, int length)
    {
        string line = Text(text).Replace('\n', ' ').Replace('\t', ' ');
        if (line.Length <= length)
        {
            return line;
        }

        int head = (length - 1) / 2;
        int tail = length - 1 - head;
        head -= char.IsHighSurrogate(line[head - 1]) ? 1 : 0;
        tail -= char.IsLowSurrogate(line[^tail]) ? 1 : 0;
        return $"{line[..head]}…{line[^tail..]}";
    }
}
