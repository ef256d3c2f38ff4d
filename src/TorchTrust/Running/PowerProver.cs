using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Breaks the live subject in the ways a check exists for, and sees whether the check notices.</summary>
internal sealed class PowerProver(Check check, SessionKeeper keeper, CheckContext context, RunObserver observer)
{
    /// <summary>Tries every mutant of the check at every place.</summary>
    /// <param name="tried">Those that were tried before, in another process.</param>
    public PowerProof? Prove(IReadOnlyList<MutantResult> tried)
    {
        if (check.Mutants.Count == 0)
        {
            return null;
        }

        List<MutantResult> results = [.. tried];
        foreach (Mutant mutant in check.Mutants)
        {
            context.Step($"{check.Description.Id}: looking for places for mutant {mutant.Name}");
            IReadOnlyList<string> sites = mutant.Sites(keeper.Open());
            keeper.TakeBack(Need.MutatesState);
            if (sites.Count == 0 && !IsTried(tried, mutant, ""))
            {
                results.Add(new MutantResult(mutant.Name, mutant.Description, "", MutantOutcome.NotApplicable, "There is no place for it."));
            }

            foreach (string site in sites.Where(site => !IsTried(tried, mutant, site)))
            {
                observer.Trying(Trial(mutant, site, isUnnoticed: false));
                context.Step($"{check.Description.Id}: mutant {mutant.Name} at {(site.Length == 0 ? "the model" : site)}");
                (MutantOutcome outcome, string? detail) = Try(mutant, site);
                results.Add(new MutantResult(mutant.Name, mutant.Description, site, outcome, detail));
                observer.Tried(results[^1]);
            }
        }

        return new PowerProof(results);
    }

    private static bool IsTried(IReadOnlyList<MutantResult> tried, Mutant mutant, string site) =>
        tried.Any(result => result.Mutant == mutant.Name && result.Site == site);

    private static MutantTrial Trial(Mutant mutant, string site, bool isUnnoticed) =>
        new(mutant.Name, mutant.Description, site, isUnnoticed);

    private (MutantOutcome Outcome, string? Detail) Try(Mutant mutant, string site)
    {
        using var scope = NewDisposeScope();
        ISubjectSession session = keeper.Open();
        CheckOutcome outcome;
        IDisposable? fault = mutant.Apply(session, site);
        if (fault is null)
        {
            return (MutantOutcome.NotApplicable, "It cannot be put here.");
        }

        try
        {
            outcome = check.Run(session, context with { FirstFindingDecides = true });
        }
        catch (AlteredSubjectException thrown)
        {
            return (MutantOutcome.Survived, thrown.Message);
        }
        catch (SubjectException thrown)
        {
            // A broken subject that throws is noticed by everybody.
            return (MutantOutcome.Killed, thrown.Message);
        }
        finally
        {
            fault.Dispose();
            keeper.TakeBack(check.Description.Need);
        }

        return outcome.Verdict switch
        {
            Verdict.Failed => (MutantOutcome.Killed, null),
            _ when IsEquivalent(mutant, site) => (MutantOutcome.Equivalent, "No bit that can be observed differs."),
            _ => (MutantOutcome.Survived, outcome.Reason),
        };
    }

    private bool IsEquivalent(Mutant mutant, string site)
    {
        observer.Trying(Trial(mutant, site, isUnnoticed: true));
        bool equivalent = mutant.IsEquivalent(keeper.Open(), site);
        keeper.TakeBack(Need.MutatesState);
        return equivalent;
    }
}
