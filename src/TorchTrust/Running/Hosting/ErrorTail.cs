namespace TorchTrust.Running.Hosting;

/// <summary>The last lines that a process wrote to its standard error, without the frames of stacks.</summary>
internal sealed class ErrorTail
{
    private const int Kept = 6;
    private const int LongestLine = 300;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _isComplete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes a line; null at the end.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            _isComplete.TrySetResult();
            return;
        }

        string text = line.Trim();
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

    /// <summary>Waits for the last line, which may be read after the process has ended.</summary>
    /// <param name="patience">How long to wait: what the process has started may hold its standard error open.</param>
    public void WaitForEnd(TimeSpan patience) => _isComplete.Task.Wait(patience);

    /// <summary>The lines that are kept.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
