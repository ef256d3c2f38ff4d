using System.Text;

namespace TorchTrust;

/// <summary>Plain text of at most 80 columns.</summary>
internal sealed class TextLayout
{
    /// <summary>The number of columns of a terminal that nobody has resized.</summary>
    public const int Columns = 80;

    private readonly StringBuilder _text = new();

    /// <summary>Writes a paragraph, wrapped between words; later lines are indented as far as its first word.</summary>
    /// <param name="lead">What stands at the left of the first line, such as a bullet.</param>
    /// <param name="paragraph">The words.</param>
    public void Paragraph(string lead, string paragraph)
    {
        var line = new StringBuilder(lead);
        bool isEmpty = true;
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Columns)
            {
                EndLine(line);
                line.Clear().Append(' ', lead.Length);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        EndLine(line);
    }

    /// <summary>Writes a line that is to be copied or clicked, and so is never wrapped.</summary>
    public void Whole(string line) => _text.Append(line.TrimEnd()).Append('\n');

    /// <summary>Writes an empty line.</summary>
    public void Space() => _text.Append('\n');

    /// <inheritdoc/>
    public override string ToString() => _text.ToString().TrimEnd('\n');

    private void EndLine(StringBuilder line) => _text.Append(line.ToString().TrimEnd()).Append('\n');
}
