namespace TorchTrust.Running;

/// <summary>A mutant that is being tried.</summary>
/// <param name="Mutant">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Site">Where it is put.</param>
/// <param name="IsUnnoticed">The check has ended without noticing it; now its equivalence is being looked at.</param>
internal sealed record MutantTrial(string Mutant, string Description, string Site, bool IsUnnoticed);
