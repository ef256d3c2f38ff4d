namespace TorchTrust.Running.Hosting;

/// <summary>The last lines that a process wrote to its standard error, without the frames of stacks.</summary>
internal sealed class ErrorTail
{
    private const int Kept = 6;
    private const int LongestLine = 300;
    private readonly Queue<string> _lines = new();

    /// <summary>Takes a line; null at the end.</summary>
    public void Add(string? line)
    {
        string text = line?.Trim() ?? "";
        if (text.Length == 0 || text.StartsWith("frame #", StringComparison.Ordinal) || text.StartsWith("at ", StringComparison.Ordinal))
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(text.Length > LongestLine ? text[..LongestLine] + "…" : text);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The lines that are kept.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
