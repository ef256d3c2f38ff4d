using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Breaks the live subject in the ways a check exists for, and sees whether the check notices.</summary>
internal sealed class PowerProver(Check check, SessionKeeper keeper, CheckContext context)
{
    /// <summary>Tries every mutant of the check at every place.</summary>
    public PowerProof? Prove()
    {
        if (check.Mutants.Count == 0)
        {
            return null;
        }

        var results = new List<MutantResult>();
        foreach (Mutant mutant in check.Mutants)
        {
            IReadOnlyList<string> sites = mutant.Sites(keeper.Open());
            keeper.TakeBack(Need.MutatesState);
            if (sites.Count == 0)
            {
                results.Add(new MutantResult(mutant.Name, mutant.Description, "", MutantOutcome.NotApplicable, "There is no place for it."));
            }

            foreach (string site in sites)
            {
                context.Step($"{check.Description.Id}: mutant {mutant.Name} at {(site.Length == 0 ? "the model" : site)}");
                (MutantOutcome outcome, string? detail) = Try(mutant, site);
                results.Add(new MutantResult(mutant.Name, mutant.Description, site, outcome, detail));
            }
        }

        return new PowerProof(results);
    }

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
        bool equivalent = mutant.IsEquivalent(keeper.Open(), site);
        keeper.TakeBack(Need.MutatesState);
        return equivalent;
    }
}
