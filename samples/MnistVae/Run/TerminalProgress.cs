using Spectre.Console;
using Spectre.Console.Rendering;

namespace MnistVae.Run;

/// <summary>Progress in a terminal: a bar that moves, and above it one line for each epoch that is done.</summary>
/// <param name="console">The terminal; it knows about colours (and <c>NO_COLOR</c>).</param>
internal sealed class TerminalProgress(IAnsiConsole console) : IProgressDisplay
{
    private static readonly TimeSpan _refreshInterval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public T Show<T>(Func<IProgressReporter, T> work)
    {
        Progress progress = console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn(),
                new DetailsColumn());
        progress.RefreshRate = _refreshInterval;
        return progress.Start(context => work(new Reporter(console, context.AddTask("starting"))));
    }

    private sealed class Reporter(IAnsiConsole console, ProgressTask task) : IProgressReporter
    {
        public TimeSpan Interval => _refreshInterval;

        public void Report(ProgressState progress)
        {
            task.Description = ProgressText.Epoch(progress.Epoch, progress.Epochs);
            task.MaxValue = progress.Steps;
            task.Value = progress.Step;
            task.Tag = ProgressText.Details(progress);
        }

        public void Report(EpochSummary summary) => Say(ProgressText.Summary(summary));

        public void Say(string line) => console.WriteLine(line);
    }

    /// <summary>The numbers at the right of the bar.</summary>
    private sealed class DetailsColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Tag as string ?? string.Empty);
    }
}
