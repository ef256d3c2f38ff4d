namespace TorchTrust.Running;

/// <summary>A mutant that is being tried.</summary>
/// <param name="Mutant">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Site">Where it is put; the first of its places, where it is put at several.</param>
/// <param name="IsUnnoticed">The check has ended without noticing it; now its equivalence is being looked at.</param>
/// <param name="IsOfSeveral">It is put at several places in one run.</param>
internal sealed record MutantTrial(string Mutant, string Description, string Site, bool IsUnnoticed, bool IsOfSeveral = false);
