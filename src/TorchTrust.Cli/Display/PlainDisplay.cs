using Spectre.Console;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>A run as plain lines, for pipes and logs: each is written once and stays.</summary>
internal sealed class PlainDisplay(IAnsiConsole console, bool isVerbose) : IRunDisplay
{
    private readonly RunLines _lines = new(isVerbose);
    private readonly object _lock = new();

    /// <inheritdoc/>
    public T While<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public void Doing(string what) => Write(new Paragraph(what, Palette.Dim));

    /// <inheritdoc/>
    public void Found(int subjects)
    {
    }

    /// <inheritdoc/>
    public void Began(FoundSubject subject)
    {
        if (isVerbose)
        {
            Write(new Paragraph($"checking {subject.ShortName}", Palette.Dim));
        }
    }

    /// <inheritdoc/>
    public void Moved(FoundSubject subject, CheckProgress progress) => Write(_lines.Of(subject, progress));

    /// <inheritdoc/>
    public void Ended(FoundSubject subject, SubjectOutcome outcome) => Write(_lines.Of(outcome));

    private void Write(Paragraph? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            console.Write(new Rows(line));
        }
    }
}
