using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TorchTrust.Checks;
using TorchTrust.Running;

namespace TorchTrust;

/// <summary>The door: checks a subject and returns what was found as data.</summary>
[RequiresUnreferencedCode(WalksByReflection)]
[RequiresDynamicCode(WalksByReflection)]
public static class Trust
{
    /// <summary>Why nothing of a program that is checked may be trimmed.</summary>
    internal const string WalksByReflection =
        "Checks walk the fields of models, data and loops, and rebuild subjects in another process, by reflection.";

    /// <summary>Runs every check that applies to a subject.</summary>
    /// <param name="subject">What to check.</param>
    /// <param name="options">How; the defaults need no change.</param>
    /// <exception cref="ArgumentException">The options name a check that does not exist.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrustReport Check(Subject subject, TrustOptions? options = null)
    {
        options ??= new TrustOptions();
        using var session = TrustSession.Open(subject, options);
        return Run(session, options);
    }

    /// <summary>Runs every check that applies to a subject that is looked up by its address.</summary>
    /// <param name="address">Where the subject is.</param>
    /// <param name="options">How; the defaults need no change.</param>
    /// <exception cref="ArgumentException">The options name a check that does not exist.</exception>
    /// <exception cref="InvalidOperationException">There is no such subject.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrustReport Check(SubjectAddress address, TrustOptions? options = null)
    {
        options ??= new TrustOptions();
        using var session = TrustSession.Open(address, options);
        return Run(session, options) with { Address = address };
    }

    /// <summary>Single properties of a subject, to be asserted in a test of any framework.</summary>
    /// <typeparam name="TSubject">The kind of subject.</typeparam>
    /// <param name="subject">What to check.</param>
    /// <param name="options">How; the defaults need no change.</param>
    public static ITrustAssertions<TSubject> That<TSubject>(TSubject subject, TrustOptions? options = null)
        where TSubject : Subject => new TrustAssertions<TSubject>(subject, options ?? new TrustOptions());

    private static TrustReport Run(TrustSession session, TrustOptions options)
    {
        IReadOnlyList<Check> catalogue = options.Catalogue ?? Catalogue.All;
        Catalogue.Demand(options.Checks, catalogue);
        var watch = Stopwatch.StartNew();
        PlannedCheck[] checks = [.. session.Checks.Where(check => options.Checks?.Contains(check.CheckId) ?? true)];
        var results = new List<CheckResult>();
        foreach (PlannedCheck check in checks)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            results.Add(options.MayBegin(watch.Elapsed)
                ? session.Run(check, results.Count, checks.Length)
                : session.NotRun(
                    check, $"The time budget of {options.TimeBudget} was spent before this check began.", results.Count, checks.Length));
        }

        return session.Report(results, watch.Elapsed);
    }
}
