using System.Diagnostics;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Display;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Checking;

/// <summary>Runs the checks of one subject in a host, and keeps what is done when the run is interrupted.</summary>
/// <param name="plan">What is run, and how.</param>
/// <param name="proofTime">What all subjects share.</param>
/// <param name="display">Shows how it goes on.</param>
/// <param name="cancellation">Interrupts it.</param>
internal sealed class SubjectRunner(RunPlan plan, SharedProofTime proofTime, IRunDisplay display, CancellationToken cancellation)
{
    /// <summary>Runs them.</summary>
    public SubjectOutcome Run(FoundSubject subject)
    {
        display.Began(subject);
        SubjectOutcome outcome = Check(subject);
        display.Ended(subject, outcome);
        return outcome;
    }

    private SubjectOutcome Check(FoundSubject subject)
    {
        var watch = Stopwatch.StartNew();
        var steps = new StepWatch(progress => display.Moved(subject, progress));
        ProofBudget proofs = proofTime.Take();
        TrustOptions options = plan.Options with { Progress = steps, Cancellation = cancellation, Proofs = proofs };
        TrustSession? session = null;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            session = subject.Described is { } model
                ? TrustSession.OpenElsewhere(model.ToSubject, options)
                : TrustSession.Open(subject.Address!, options);
            List<CheckResult> results = [];
            bool isInterrupted = !RunAll(session, subject, steps, results);
            TrustReport report = session.Report(results, watch.Elapsed) with { Address = subject.Address };
            return new SubjectOutcome(subject, report) { IsInterrupted = isInterrupted };
        }
        catch (OperationCanceledException)
        {
            return new SubjectOutcome(subject, null) { IsInterrupted = true };
        }
        catch (InvalidOperationException refused) when (refused.InnerException is HostUnavailableException host)
        {
            return new SubjectOutcome(subject, Unopened(refused.Message)) { CouldNotRun = !host.IsFaultOfSubject };
        }
        catch (Exception fault)
        {
            // The other subjects go on, and what they say is written.
            TrustReport report = Unopened($"This is a fault of TorchTrust's. Please report it: {fault}");
            return new SubjectOutcome(subject, report) { CouldNotRun = true };
        }
        finally
        {
            proofTime.GiveBack(proofs);
            session?.Dispose();
        }

        TrustReport Unopened(string reason) => new(subject.ShortName, "", options.Seed, [])
        {
            Address = subject.Address,
            Duration = watch.Elapsed,
            Failure = reason,
        };
    }

    /// <returns>False if the run was interrupted.</returns>
    private bool RunAll(TrustSession session, FoundSubject subject, StepWatch steps, List<CheckResult> results)
    {
        var watch = Stopwatch.StartNew();
        PlannedCheck[] checks = [.. session.Checks.Where(check => plan.Selection.Includes(check.CheckId))];
        string? hopeless = null;
        foreach (PlannedCheck check in checks)
        {
            string? reason = hopeless ?? (plan.Options.MayBegin(watch.Elapsed)
                ? null
                : $"The time for this subject ({plan.Options.TimeBudget}) was spent before this check began: raise --timeout.");
            try
            {
                CheckResult result = reason is not null && !session.IsSwitchedOff(check)
                    ? session.NotRun(check, reason, results.Count, checks.Length)
                    : session.Run(check, results.Count, checks.Length);
                if (cancellation.IsCancellationRequested)
                {
                    // The end of the host may be that of the terminal's Ctrl-C, which says nothing about the subject.
                    return false;
                }

                results.Add(result);
                hopeless ??= result.Verdict == Verdict.Failed && steps.IsBuilding
                    ? $"Not run: the subject cannot be built, see {result.Name}."
                    : null;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (InvalidOperationException refused) when (refused.InnerException is HostUnavailableException && results.Count > 0)
            {
                hopeless = $"Not run: {refused.Message}";
                results.Add(session.NotRun(check, hopeless, results.Count, checks.Length));
            }
        }

        return true;
    }
}
