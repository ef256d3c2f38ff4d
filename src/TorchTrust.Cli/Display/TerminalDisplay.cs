using System.Collections.Concurrent;
using Spectre.Console;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>A run in a terminal: lines that stay above, and below them one line that moves for each subject that runs.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console, bool isVerbose) : IRunDisplay
{
    private static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(100);

    private readonly RunLines _lines = new(isVerbose);
    private readonly ConcurrentQueue<Paragraph> _staying = new();
    private readonly LivePicture _picture = new(console);

    /// <inheritdoc/>
    public T While<T>(Func<T> work)
    {
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            bool isDone;
            do
            {
                // Waits without throwing what the task threw: that comes out at the end.
                isDone = Task.WaitAny([task], _frame) >= 0;
                Flush();
                context.UpdateTarget(_picture.Render());
            }
            while (!isDone);
            return true;
        });
        Flush();
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Doing(string what) => _picture.Doing(what);

    /// <inheritdoc/>
    public void Found(int subjects) => _picture.Found(subjects);

    /// <inheritdoc/>
    public void Began(FoundSubject subject) => _picture.Began(subject);

    /// <inheritdoc/>
    public void Moved(FoundSubject subject, CheckProgress progress)
    {
        _picture.Moved(subject, progress);
        if (_lines.Of(subject, progress) is { } line)
        {
            _staying.Enqueue(line);
        }
    }

    /// <inheritdoc/>
    public void Ended(FoundSubject subject, SubjectOutcome outcome)
    {
        _picture.Ended(subject, outcome);
        if (_lines.Of(outcome) is { } line)
        {
            _staying.Enqueue(line);
        }
    }

    private void Flush()
    {
        while (_staying.TryDequeue(out Paragraph? line))
        {
            console.Write(new StayingLine(line));
        }
    }
}
