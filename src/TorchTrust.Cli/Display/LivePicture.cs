using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Display;

/// <summary>What moves in a terminal while a run goes on; never higher or wider than the terminal.</summary>
internal sealed class LivePicture(IAnsiConsole console)
{
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const int BarWidth = 16;
    private const int WidthForBar = 72;
    private const int LongestName = 24;
    private const int LinesBesides = 3;

    private readonly object _lock = new();
    private readonly List<(FoundSubject Subject, RunningSubject State)> _running = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private string _doing = "";
    private int _subjects;
    private int _done;
    private int _failed;
    private int _turn;

    /// <inheritdoc cref="IRunDisplay.Doing"/>
    public void Doing(string what) => Change(() => _doing = what);

    /// <inheritdoc cref="IRunDisplay.Found"/>
    public void Found(int subjects) => Change(() => _subjects = subjects);

    /// <inheritdoc cref="IRunDisplay.Began"/>
    public void Began(FoundSubject subject) => Change(() => _running.Add((subject, new RunningSubject(subject))));

    /// <inheritdoc cref="IRunDisplay.Moved"/>
    public void Moved(FoundSubject subject, CheckProgress progress) =>
        Change(() => _running.First(entry => ReferenceEquals(entry.Subject, subject)).State.Move(progress));

    /// <inheritdoc cref="IRunDisplay.Ended"/>
    public void Ended(FoundSubject subject, SubjectOutcome outcome) => Change(() =>
    {
        _running.RemoveAll(entry => ReferenceEquals(entry.Subject, subject));
        _done++;
        _failed += outcome.Report is { Failure: not null } || outcome.Report?.Errors.Any() == true ? 1 : 0;
    });

    /// <summary>The present picture.</summary>
    public IRenderable Render()
    {
        lock (_lock)
        {
            // The last column stays free: a terminal that is made narrower would wrap the line, and the picture would climb.
            int width = Math.Max(1, console.Profile.Width - 1);
            _turn++;
            if (_subjects == 0)
            {
                return Line([Spin(), new($"{_doing}  "), new(RunLines.Seconds(_watch.Elapsed), Palette.Dim)], width);
            }

            int room = Math.Max(1, console.Profile.Height - LinesBesides);
            int names = Math.Min(LongestName, _running.Select(entry => new Segment(entry.State.Name).CellCount()).DefaultIfEmpty(0).Max());
            List<IRenderable> lines = [.. _running.Take(room).Select(entry => Subject(entry.State, names, width))];
            lines.Add(Foot(width));
            return new Rows(lines);
        }
    }

    private Paragraph Subject(RunningSubject state, int names, int width)
    {
        List<Segment> parts = [Spin(), new($"{Cells.Pad(state.Name, names)}  ", Palette.Strong)];
        if (width >= WidthForBar)
        {
            int filled = state.Total == 0 ? 0 : BarWidth * state.Done / state.Total;
            parts.Add(new Segment(new string('━', filled), Palette.Good));
            parts.Add(new Segment($"{new string('─', BarWidth - filled)} ", Palette.Dim));
        }

        parts.Add(new Segment(state.Total == 0 ? "" : $"{state.Done,2}/{state.Total}  "));
        foreach (CountedWord mark in state.Tally.Marks())
        {
            parts.Add(new Segment($"{mark.Separator}{mark.Text}", mark.Style));
        }

        string time = $"  {RunLines.Seconds(state.Time)}";
        int left = width - parts.Sum(part => part.CellCount()) - time.Length - 2;
        parts.Add(new Segment($"  {(left > 8 ? Cells.Crop(state.Doing, left) : "")}", Palette.Dim));
        parts.Add(new Segment(time, Palette.Dim));
        return Line(parts, width);
    }

    private Segment Spin() => new($"{Spinner[_turn % Spinner.Length]} ", Palette.Good);

    private Paragraph Foot(int width)
    {
        List<Segment> parts = [new($"  {_done} of {Counted.Of(_subjects, "subject")} done", Palette.Dim)];
        if (_failed > 0)
        {
            parts.Add(new Segment($", {_failed} failed", Palette.Error));
        }

        parts.Add(new Segment($"  {RunLines.Seconds(_watch.Elapsed)}", Palette.Dim));
        parts.Add(new Segment("  Ctrl-C stops and still writes the reports", Palette.Dim));
        return Line(parts, width);
    }

    private static Paragraph Line(IEnumerable<Segment> parts, int width)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        foreach (Segment part in parts)
        {
            string text = Cells.Crop(part.Text, width);
            line.Append(text, part.Style);
            width -= new Segment(text).CellCount();
            if (width <= 0)
            {
                break;
            }
        }

        return line;
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}
