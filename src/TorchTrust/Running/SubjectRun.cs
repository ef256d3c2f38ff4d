using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>One run of checks over one subject: here, or in a host where a check can end the process.</summary>
internal sealed class SubjectRun(Subject subject, TrustOptions options) : IDisposable
{
    private readonly CheckRunner _here = new(subject, options);

    /// <summary>How often the subject was built.</summary>
    public int Builds => _here.Builds;

    /// <summary>The result of a check that was not run.</summary>
    public static CheckResult Undecided(Check check, string reason) =>
        new(check.Description.Id, check.Description.Title, Verdict.Inconclusive) { Severity = check.Description.Severity, Reason = reason };

    /// <summary>Runs one check, or says why it does not apply.</summary>
    public CheckResult Check(Check check)
    {
        if ((subject.SwitchedOff(check.Description.Id) ?? check.NotApplicable(subject)) is { } reason)
        {
            return new CheckResult(check.Description.Id, check.Description.Title, Verdict.Skipped) { Severity = check.Description.Severity, Reason = reason };
        }

        return check.Description.Hazard == Hazard.CanAbort && !options.IsHost
            ? Undecided(check, "The check can end the process, so it runs in a host only, and there is none here.")
            : _here.Run(check, _ => { });
    }

    /// <inheritdoc/>
    public void Dispose() => _here.Dispose();
}
