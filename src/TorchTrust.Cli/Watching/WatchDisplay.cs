using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Tool;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Cli.Watching;

/// <summary>
/// Shows a run while it goes on, on the standard error: the output is the program's alone. In a terminal the last row is kept free for one
/// line, and the program's own lines and bars move above it; elsewhere plain lines come now and then.
/// </summary>
/// <param name="terminal">Where the words go.</param>
/// <param name="observations">What is heard.</param>
/// <param name="isQuiet">Whether nothing is shown.</param>
internal sealed class WatchDisplay(Terminal terminal, Observations observations, bool isQuiet) : IDisposable
{
    private static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(10);

    private readonly bool _isLive = !isQuiet && !Console.IsErrorRedirected && !Console.IsOutputRedirected
        && terminal.Error.Profile.Capabilities.Ansi;
    private readonly CancellationTokenSource _end = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly object _lock = new();
    private Thread? _thread;
    private int _rows;
    private bool _isOver;

    /// <summary>Begins.</summary>
    public void Start()
    {
        if (isQuiet)
        {
            return;
        }

        observations.Found += Tell;
        _thread = new Thread(Show) { IsBackground = true, Name = "display" };
        _thread.Start();
    }

    /// <summary>Says something that stays.</summary>
    public void Say(string text, Style style)
    {
        if (!isQuiet)
        {
            lock (_lock)
            {
                Terminal.Whole(terminal.Error, text, style);
            }
        }
    }

    /// <summary>One line about a point.</summary>
    public static string Line(WatchPoint point, IReadOnlyList<CheckResult> found, TimeSpan time)
    {
        string[] parts =
        [
            point.Epoch > 0 ? Text($"step {point.Step:#,0}, epoch {point.Epoch}") : Text($"step {point.Step:#,0}"),
            .. double.IsNaN(point.Loss) ? Array.Empty<string>() : [Text($"loss {point.Loss:g4}")],
            .. double.IsNaN(point.Rate) ? Array.Empty<string>() : [Text($"rate {point.Rate:g3}")],
            .. double.IsNaN(point.GradientNorm) ? Array.Empty<string>() : [Text($"gradient {point.GradientNorm:g3}")],
            Counts(found),
            Text($"{(int)time.TotalMinutes}:{time.Seconds:00}"),
        ];
        return $"watch  {string.Join("  ", parts)}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        observations.Found -= Tell;
        _end.Cancel();
        _thread?.Join();
        if (_rows > 0)
        {
            // The whole terminal scrolls again, and the last row is free.
            Raw($"\u001b7\u001b[r\u001b[{_rows};1H\u001b[2K\u001b8");
        }

        _end.Dispose();
    }

    private static string Counts(IReadOnlyList<CheckResult> found)
    {
        int errors = found.Count(result => result.Severity == Severity.Error);
        int questions = found.Count - errors;
        return (errors, questions) switch
        {
            (0, 0) => "nothing found",
            (_, 0) => $"✗{errors}",
            (0, _) => $"!{questions}",
            _ => $"✗{errors} !{questions}",
        };
    }

    private void Show()
    {
        TimeSpan last = TimeSpan.Zero;
        while (!_end.Token.WaitHandle.WaitOne(_frame))
        {
            if (observations.Last is not { } point)
            {
                continue;
            }

            string line = Line(point, observations.Findings, _watch.Elapsed);
            if (_isLive)
            {
                Draw(line);
            }
            else if (_watch.Elapsed - last >= _betweenLines)
            {
                last = _watch.Elapsed;
                Say(line, Palette.Dim);
            }
        }
    }

    private void Draw(string line)
    {
        int rows = Console.WindowHeight;
        if (rows < 4)
        {
            return;
        }

        // One write for all of it: what the program writes meanwhile comes before or after. The cursor goes back to where it was.
        string region = rows == _rows ? "" : $"\n\u001b[1A\u001b7\u001b[1;{rows - 1}r\u001b8";
        _rows = rows;
        Raw($"{region}\u001b7\u001b[{rows};1H\u001b[2K\u001b[2m{Cells.Crop(line, Console.WindowWidth - 1)}\u001b[0m\u001b8");
    }

    private void Raw(string text)
    {
        lock (_lock)
        {
            try
            {
                terminal.Error.Profile.Out.Writer.Write(text);
                terminal.Error.Profile.Out.Writer.Flush();
            }
            catch (IOException)
            {
                // Nobody looks any more: the report is written all the same.
            }
        }
    }

    private void Tell(CheckResult result)
    {
        Finding first = result.Findings[0];
        string place = first.Source is { } source ? $" ({UserPath.Shown(source.File)}:{source.Line})" : "";
        Say($"{Palette.Of(result).Mark} {result.CheckId}: {first.What}{place}", Palette.Of(result).Style);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
