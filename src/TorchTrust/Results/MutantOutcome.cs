namespace TorchTrust;

/// <summary>
/// What became of a mutant: a known fault, put into the live subject to see whether the check notices.
/// </summary>
public enum MutantOutcome
{
    /// <summary>The check failed on the mutant, as it must.</summary>
    Killed,

    /// <summary>The check passed although the subject was broken: here it has no power.</summary>
    Survived,

    /// <summary>The mutation changes no observable bit of this subject, at a generic point neither.</summary>
    Equivalent,

    /// <summary>The mutation cannot be made here.</summary>
    NotApplicable,

    /// <summary>
    /// The place is like another one at which the check has noticed the mutation, and was left out;
    /// <see cref="TrustOptions.ProvesEverywhere"/> tries it.
    /// </summary>
    NotTried,

    /// <summary>
    /// The time for the proof was spent, and the mutation had been noticed elsewhere; <see cref="TrustOptions.ProofShare"/> gives
    /// more.
    /// </summary>
    BeyondBudget,
}
