namespace TorchTrust;

/// <summary>The proof that a pass could have been a failure: mutants of the user's own live subject.</summary>
/// <param name="Mutants">Every mutant at every place where it was tried.</param>
public sealed record PowerProof(IReadOnlyList<MutantResult> Mutants)
{
    /// <summary>At least one mutant was killed and none survived.</summary>
    public bool IsShown => Count(MutantOutcome.Killed) > 0 && Count(MutantOutcome.Survived) == 0;

    /// <summary>At least one mutant survived: the check is blind on this subject.</summary>
    public bool IsRefuted => Count(MutantOutcome.Survived) > 0;

    /// <summary>How many mutants had an outcome.</summary>
    public int Count(MutantOutcome outcome) => Mutants.Count(mutant => mutant.Outcome == outcome);
}
