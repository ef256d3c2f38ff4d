namespace TorchTrust.Bench;

/// <summary>Whether all that proofs noticed once is noticed still.</summary>
internal static class KilledBefore
{
    /// <summary>
    /// The mutants that were noticed at a place before and now neither there nor at one that stands for it, each with its check.
    /// </summary>
    public static IReadOnlyList<string> Lost(TrustReport before, TrustReport now) =>
    [
        .. from result in before.Results
           from mutant in result.Power?.Mutants ?? []
           where mutant.Outcome == MutantOutcome.Killed
           let later = now.Results.FirstOrDefault(each => each.CheckId == result.CheckId)?.Power?.Mutants
               .FirstOrDefault(each => each.Mutant == mutant.Mutant && each.Site == mutant.Site)
           where later?.Outcome is not (MutantOutcome.Killed or MutantOutcome.NotTried)
           select $"{result.CheckId} {mutant.Mutant} at {(mutant.Site.Length == 0 ? "the model" : mutant.Site)} ({later?.Outcome.ToString() ?? "no place"}: {later?.Detail})",
    ];
}
