using System.Diagnostics;
using TorchTrust.Checks;
using TorchTrust.Running;

namespace TorchTrust;

/// <summary>The door: checks a subject and returns what was found as data.</summary>
public static class Trust
{
    /// <summary>Runs every check that applies to a subject.</summary>
    /// <param name="subject">What to check.</param>
    /// <param name="options">How; the defaults need no change.</param>
    /// <exception cref="ArgumentException">The options name a check that does not exist.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrustReport Check(Subject subject, TrustOptions? options = null)
    {
        options ??= new TrustOptions();
        IReadOnlyList<Check> checks = Catalogue.For(subject, options.Checks);
        var watch = Stopwatch.StartNew();
        using IDisposable turn = ProcessGate.Enter(options.Cancellation);
        using var run = new SubjectRun(subject, options);
        var results = new List<CheckResult>();
        foreach (Check check in checks)
        {
            options.Progress?.Report(new CheckProgress(subject.Name, check.Description.Id, results.Count, checks.Count, null));
            CheckResult result = watch.Elapsed < options.TimeBudget
                ? run.Check(check)
                : SubjectRun.Undecided(check, $"The time budget of {options.TimeBudget} was spent before this check began.");
            results.Add(result);
            options.Progress?.Report(new CheckProgress(subject.Name, check.Description.Id, results.Count, checks.Count, result));
        }

        return new TrustReport(subject.Name, subject.Kind, options.Seed, results)
        {
            Builds = run.Builds,
            Duration = watch.Elapsed,
            Environment = EnvironmentProbe.Read(),
        };
    }
}
