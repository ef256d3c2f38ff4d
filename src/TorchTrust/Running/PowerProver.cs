using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Breaks the live subject in the ways a check exists for, and sees whether the check notices.</summary>
/// <param name="check">The check.</param>
/// <param name="keeper">Hands out the subject.</param>
/// <param name="context">The circumstances.</param>
/// <param name="observer">Told how it goes on.</param>
/// <param name="everywhere">Whether places are tried that are like one where the mutant was noticed.</param>
internal sealed class PowerProver(
    Check check, SessionKeeper keeper, CheckContext context, RunObserver observer, bool everywhere)
{
    /// <summary>
    /// Tries every mutant of the check at every kind of place, and at the last place whatever its kind.
    /// </summary>
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
            (IReadOnlyList<string> sites, IReadOnlyList<string> kinds) = Places(mutant);
            if (sites.Count == 0 && Find(tried, mutant, "") is null)
            {
                results.Add(new MutantResult(
                    mutant.Name, mutant.Description, "", MutantOutcome.NotApplicable, "There is no place for it."));
            }

            var noticedAt = new Dictionary<string, string>();
            for (int i = 0; i < sites.Count; i++)
            {
                MutantResult? result = Find(tried, mutant, sites[i]);
                if (result is null)
                {
                    result = i < sites.Count - 1 && noticedAt.TryGetValue(kinds[i], out string? like)
                        ? NotTried(mutant, sites[i], like)
                        : Try(mutant, sites[i]);
                    results.Add(result);
                }

                if (result.Outcome == MutantOutcome.Killed)
                {
                    noticedAt.TryAdd(kinds[i], sites[i]);
                }
            }
        }

        return new PowerProof(results);
    }

    private static MutantResult? Find(IReadOnlyList<MutantResult> tried, Mutant mutant, string site) =>
        tried.FirstOrDefault(result => result.Mutant == mutant.Name && result.Site == site);

    private static MutantResult NotTried(Mutant mutant, string site, string like) => new(
        mutant.Name,
        mutant.Description,
        site,
        MutantOutcome.NotTried,
        $"It is like {Name(like)}, where this was noticed.");

    private static string Name(string site) => site.Length == 0 ? "the model" : site;

    private (IReadOnlyList<string> Sites, IReadOnlyList<string> Kinds) Places(Mutant mutant)
    {
        ISubjectSession session = keeper.Open();
        IReadOnlyList<string> sites = mutant.Sites(session);
        IReadOnlyList<string> kinds = everywhere || sites.Count < 2 ? sites : mutant.Kinds(session, sites);
        keeper.TakeBack(Need.MutatesState);
        return (sites, kinds);
    }

    private MutantResult Try(Mutant mutant, string site)
    {
        observer.Trying(Trial(mutant, site, isUnnoticed: false));
        context.Step($"{check.Description.Id}: mutant {mutant.Name} at {Name(site)}");
        (MutantOutcome outcome, string? detail) = Outcome(mutant, site);
        var result = new MutantResult(mutant.Name, mutant.Description, site, outcome, detail);
        observer.Tried(result);
        return result;
    }

    private static MutantTrial Trial(Mutant mutant, string site, bool isUnnoticed) =>
        new(mutant.Name, mutant.Description, site, isUnnoticed);

    private (MutantOutcome Outcome, string? Detail) Outcome(Mutant mutant, string site)
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
            Accelerator.Synchronize();
        }
        catch (MutantFaultException thrown)
        {
            return (MutantOutcome.NotApplicable, $"It cannot be put here: {thrown.Message}");
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
