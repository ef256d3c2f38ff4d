namespace MnistVae.Run;

/// <summary>Progress as plain lines, for pipes and files: one every so often, and one an epoch.</summary>
/// <param name="output">Takes the lines.</param>
internal sealed class PlainProgress(TextWriter output) : IProgressDisplay, IProgressReporter
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public T Show<T>(Func<IProgressReporter, T> work) => work(this);

    /// <inheritdoc/>
    public void Report(ProgressState progress) => Say(
        $"{ProgressText.Epoch(progress.Epoch, progress.Epochs)}  {ProgressText.Step(progress)}  "
            + ProgressText.Details(progress));

    /// <inheritdoc/>
    public void Report(EpochSummary summary) => Say(ProgressText.Summary(summary));

    /// <inheritdoc/>
    public void Say(string line)
    {
        _output.WriteLine(line);
        _output.Flush();
    }
}
