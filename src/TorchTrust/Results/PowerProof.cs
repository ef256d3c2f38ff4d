using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>The proof that a pass could have been a failure: mutants of the user's own live subject.</summary>
/// <param name="Mutants">Every mutant at every place where it could be put, those where it was not tried included.</param>
public sealed record PowerProof(IReadOnlyList<MutantResult> Mutants)
{
    /// <summary>How long it took to prove.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How often the subject was run for it.</summary>
    public PassCount Passes { get; init; }

    /// <summary>At least one kind of mutant was killed somewhere, and each that changes anything at all was.</summary>
    public bool IsShown => Killed > 0 && Killed == Effective;

    /// <summary>A kind of mutant changed the subject and was noticed nowhere: the check is blind here.</summary>
    public bool IsRefuted => Killed < Effective;

    /// <summary>How many kinds of mutants were noticed somewhere.</summary>
    public int Killed => Kinds(MutantOutcome.Killed).Count();

    /// <summary>How many kinds of mutants changed something that can be observed.</summary>
    public int Effective => Kinds(MutantOutcome.Killed).Union(Kinds(MutantOutcome.Survived)).Count();

    /// <summary>The places where something changed and was noticed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> SeenAt => [.. Sites(MutantOutcome.Killed).Except(Sites(MutantOutcome.Survived))];

    /// <summary>The places where something changed and was not noticed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> BlindAt => [.. Sites(MutantOutcome.Survived)];

    /// <summary>
    /// The places at which nothing was tried, since they are like one where something was noticed: modules of the same type,
    /// of the same shapes of parameters and of as many dimensions of the output, or parameters of the same name in modules
    /// of the same type.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> NotTriedAt =>
        [.. Sites(MutantOutcome.NotTried).Except(Sites(MutantOutcome.Killed)).Except(Sites(MutantOutcome.Survived))];

    /// <summary>The places at which a mutant was not tried, since the time for the proof was spent.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> BeyondBudgetAt => [.. Sites(MutantOutcome.BeyondBudget)];

    private IEnumerable<string> Kinds(MutantOutcome outcome) =>
        Mutants.Where(mutant => mutant.Outcome == outcome).Select(mutant => mutant.Mutant).Distinct();

    private IEnumerable<string> Sites(MutantOutcome outcome) =>
        Mutants.Where(mutant => mutant.Outcome == outcome).Select(mutant => mutant.Site).Distinct();
}
