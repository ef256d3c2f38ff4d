namespace TorchTrust;

/// <summary>One mutant at one place of the subject, and what became of it.</summary>
/// <param name="Mutant">The name of the mutant, such as <c>mix-batch-mean</c>.</param>
/// <param name="Description">What it does, in words.</param>
/// <param name="Site">The module, parameter or field that was broken.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Why, where the outcome needs a reason.</param>
public sealed record MutantResult(
    string Mutant,
    string Description,
    string Site,
    MutantOutcome Outcome,
    string? Detail = null);
