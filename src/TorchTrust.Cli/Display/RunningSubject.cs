using System.Diagnostics;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>A subject whose checks run.</summary>
internal sealed class RunningSubject(FoundSubject subject)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<CheckResult> _results = [];

    /// <summary>Its name, once it is known; before, that of the member that gives it.</summary>
    public string Name { get; private set; } = subject.Member == nameof(Subject) ? subject.ShortName : subject.Member;

    /// <summary>The check that runs, and what it does.</summary>
    public string Doing { get; private set; } = "starting";

    /// <summary>How many checks are done.</summary>
    public int Done { get; private set; }

    /// <summary>How many there are; 0 before that is known.</summary>
    public int Total { get; private set; }

    /// <summary>The results so far.</summary>
    public Tally Tally => new(_results);

    /// <summary>How long it runs.</summary>
    public TimeSpan Time => _watch.Elapsed;

    /// <summary>Takes what is heard of it.</summary>
    public void Move(CheckProgress progress)
    {
        Name = progress.Subject;
        Done = progress.Done;
        Total = progress.Total;
        Doing = Words(progress).Replace(": mutant ", ": proving with ", StringComparison.Ordinal);
        if (progress.Result is { } result)
        {
            _results.Add(result);
        }
    }

    private static string Words(CheckProgress progress) => progress.Step switch
    {
        null => progress.CheckId,
        { } step when step.StartsWith(progress.CheckId, StringComparison.Ordinal) => step,
        { } step => $"{progress.CheckId}: {step}",
    };
}
