namespace MnistVae.Run;

/// <summary>Takes the news of a training run. All calls come from one thread, except <see cref="Say"/>.</summary>
internal interface IProgressReporter
{
    /// <summary>The time between two calls of <see cref="Report(ProgressState)"/> that this reporter wishes.</summary>
    TimeSpan Interval { get; }

    /// <summary>Shows where the run is.</summary>
    void Report(ProgressState progress);

    /// <summary>Shows what an epoch gave.</summary>
    void Report(EpochSummary summary);

    /// <summary>Shows a line of text; from any thread.</summary>
    void Say(string line);
}
