using TorchTrust.Checks;

namespace TorchTrust.Running.Hosting;

/// <summary>One check, from its beginning or from where an earlier host ended.</summary>
/// <param name="Check">The check.</param>
/// <param name="Passed">Its pass in an earlier host, of which the proof is to be continued; null to run it.</param>
/// <param name="Tried">The mutants that were tried before.</param>
/// <param name="ProofTime">What is left of the time for the proofs of the subject.</param>
internal sealed record HostTask(PlannedCheck Check, CheckResult? Passed, IReadOnlyList<MutantResult> Tried, TimeSpan ProofTime)
{
    /// <summary>What is left for a fresh process; null where the check leaves nothing.</summary>
    public Handover? Handover { get; init; }
}
