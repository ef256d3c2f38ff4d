namespace TorchTrust;

/// <summary>Runs one check for each assertion.</summary>
/// <param name="subject">The subject.</param>
/// <param name="options">How it is checked.</param>
internal sealed class TrustAssertions<TSubject>(TSubject subject, TrustOptions options) : ITrustAssertions<TSubject>
    where TSubject : Subject
{
    /// <inheritdoc/>
    public TSubject Subject => subject;

    /// <inheritdoc/>
    public ITrustAssertions<TSubject> Holds(string checkId)
    {
        TrustReport report = Trust.Check(subject, options with { Checks = [checkId] });
        return report.Failure is null && report.Results.Count > 0 && report.Results.All(result => IsShown(report, result))
            ? this
            : throw new TrustException(report);
    }

    private bool IsShown(TrustReport report, CheckResult result) => result.Verdict switch
    {
        Verdict.Passed => !options.ProvesPower || result.Power is { IsShown: true },
        Verdict.Failed => result.Answer is not null || report.Known(result) is not null,
        _ => false,
    };
}
