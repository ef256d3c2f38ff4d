using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Checking;

/// <summary>What came of one subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Report">What its checks say; null if the run was interrupted before the first.</param>
internal sealed record SubjectOutcome(FoundSubject Subject, TrustReport? Report)
{
    /// <summary>Its host could not be started, through no fault of the subject.</summary>
    public bool CouldNotRun { get; init; }

    /// <summary>The run was interrupted before all checks were made.</summary>
    public bool IsInterrupted { get; init; }
}
