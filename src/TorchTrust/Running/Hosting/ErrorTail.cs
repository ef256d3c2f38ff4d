using System.Text.RegularExpressions;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// The last lines that a process wrote to its standard error, without the frames of stacks. Of lines that differ in their numbers alone
/// the last is kept: native code warns at each call, of a broadcast for instance, and would push everything else out.
/// </summary>
internal sealed partial class ErrorTail
{
    private const int Kept = 6;
    private const int LongestLine = 300;
    private readonly List<string> _lines = [];
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

        string kind = KindOf(text);
        lock (_lines)
        {
            _lines.RemoveAll(kept => KindOf(kept) == kind);
            _lines.Add(text);
            if (_lines.Count > Kept)
            {
                _lines.RemoveAt(0);
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
            return [.. _lines.Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line)];
        }
    }

    private static string KindOf(string line) => Digits().Replace(line, "");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
