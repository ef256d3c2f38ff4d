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
/// <param name="options">Whether places are tried that are like one where the mutant was noticed.</param>
/// <param name="clock">Says when its time is spent.</param>
internal sealed class PowerProver(
    Check check, SessionKeeper keeper, CheckContext context, RunObserver observer, TrustOptions options, ProofClock clock)
{
    /// <summary>
    /// Tries every mutant of the check at every kind of place, and at the last place whatever its kind.
    /// </summary>
    /// <param name="tried">
    /// Those that were tried before, in another process that did not survive it; null if this is the first.
    /// </param>
    public PowerProof? Prove(IReadOnlyList<MutantResult>? tried)
    {
        if (check.Mutants.Count == 0)
        {
            return null;
        }

        List<MutantResult> results = [.. tried ?? []];
        foreach (Mutant mutant in check.Mutants)
        {
            context.Step($"{check.Description.Id}: looking for places for mutant {mutant.Name}");
            IReadOnlyList<Place> places = Places(mutant);
            var before = results.Where(result => result.Mutant == mutant.Name).GroupBy(result => result.Site)
                .ToDictionary(site => site.Key, site => site.First());
            if (places.Count == 0 && before.Count == 0)
            {
                results.Add(Result(mutant, "", MutantOutcome.NotApplicable, "There is no place for it."));
            }

            results.AddRange(Prove(mutant, places, before, together: tried is null));
        }

        return new PowerProof(results);
    }

    private static string Name(string site) => site.Length == 0 ? "the model" : site;

    private static MutantResult Result(Mutant mutant, string site, MutantOutcome outcome, string? detail) =>
        new(mutant.Name, mutant.Description, site, outcome, detail);

    private static MutantResult NotTried(Mutant mutant, string site, string like) =>
        Result(mutant, site, MutantOutcome.NotTried, $"It is like {Name(like)}, where this was noticed.");

    private static MutantResult NotTriedEither(Mutant mutant, string site, string like) =>
        Result(mutant, site, MutantOutcome.NotTried, $"It is like {Name(like)} and another, where no bit that can be observed differed.");

    private static MutantResult Equivalent(Mutant mutant, string site) =>
        Result(mutant, site, MutantOutcome.Equivalent, "No bit that can be observed differs.");

    private static MutantResult BeyondBudget(Mutant mutant, string site) =>
        Result(mutant, site, MutantOutcome.BeyondBudget, "The time for proofs was spent: raise TrustOptions.ProofShare.");

    private IReadOnlyList<Place> Places(Mutant mutant)
    {
        ISubjectSession session = keeper.Open();
        IReadOnlyList<string> sites = mutant.Sites(session);
        IReadOnlyList<string> kinds = options.ProvesEverywhere || sites.Count < 2 ? sites : mutant.Kinds(session, sites);
        keeper.TakeBack(Need.MutatesState);
        return [.. sites.Zip(kinds, (site, kind) => new Place(site, kind))];
    }

    /// <summary>
    /// Tries a mutant at its places, but for those that are like one where it was noticed. Kinds that stand for the most places
    /// come first; when the time is spent, nothing is tried that adds no more than a further place.
    /// </summary>
    /// <returns>What became of it at the places that were not in the results before, in the order of the places.</returns>
    private IEnumerable<MutantResult> Prove(
        Mutant mutant, IReadOnlyList<Place> places, Dictionary<string, MutantResult> before, bool together)
    {
        string[] standing = [.. places.SkipLast(1).DistinctBy(place => place.Kind).Concat(places.TakeLast(1)).Select(place => place.Site)];

        // With fewer, two runs would save nothing.
        HashSet<string> noticedTogether = !together || standing.Length < 4 ? []
            : mutant.CanBeSeveral ? NoticedTogether(mutant, standing)
            : NoticedInSamples(mutant, standing);
        HashSet<string> equivalentTogether = mutant.AsksEquivalenceFirst ? EquivalentTogether(mutant, Asked(places)) : [];
        Dictionary<string, int> standsFor = places.GroupBy(place => place.Kind).ToDictionary(kind => kind.Key, kind => kind.Count());
        var noticedAt = new Dictionary<string, string>();
        var equivalentAt = new Dictionary<string, List<string>>();
        var results = new Dictionary<Place, MutantResult>();
        foreach (Place place in places.OrderByDescending(place => standsFor[place.Kind]))
        {
            if (!before.TryGetValue(place.Site, out MutantResult? result))
            {
                result = noticedAt.TryGetValue(place.Kind, out string? like) && place != places[^1] ? NotTried(mutant, place.Site, like)
                    : noticedTogether.Contains(place.Site) ? Tell(Result(mutant, place.Site, MutantOutcome.Killed, null))
                    : clock.IsSpent && noticedAt.Count > 0 ? BeyondBudget(mutant, place.Site)
                    : equivalentAt.TryGetValue(place.Kind, out List<string>? same) && same.Count > 1 && place != places[^1]
                        ? NotTriedEither(mutant, place.Site, same[0])
                    : equivalentTogether.Contains(place.Site) ? Tell(Equivalent(mutant, place.Site))
                    : (same is not null || mutant.AsksEquivalenceFirst)
                        && IsEquivalent(mutant, place.Site) ? Tell(Equivalent(mutant, place.Site))
                    : Try(mutant, place.Site);
                results[place] = result;
            }

            if (result.Outcome == MutantOutcome.Killed)
            {
                noticedAt.TryAdd(place.Kind, place.Site);
            }
            else if (result.Outcome == MutantOutcome.Equivalent)
            {
                // Where it changed nothing at one place of a kind, that is asked first at the next, and after a second one no more.
                (equivalentAt.TryGetValue(place.Kind, out List<string>? sites) ? sites : equivalentAt[place.Kind] = []).Add(place.Site);
            }
        }

        return places.Where(results.ContainsKey).Select(place => results[place]);
    }

    /// <summary>
    /// Puts the fault at half of the places that are to be tried, then at the other half. It is noticed at those that are named
    /// when they are broken and not named when they are whole.
    /// </summary>
    private HashSet<string> NoticedTogether(Mutant mutant, string[] sites)
    {
        string[][] halves = [[.. sites.Where((_, index) => index % 2 == 0)], [.. sites.Where((_, index) => index % 2 == 1)]];
        IReadOnlyList<Finding>[] findings = [.. halves.Select(half => FindingsOfSeveral(mutant, half, samples: null))];
        bool Names(int half, string site) => findings[half].Any(finding => mutant.IsNamedBy(finding, site));
        return [.. halves.SelectMany((half, index) => half.Where(site => Names(index, site) && !Names(1 - index, site)))];
    }

    /// <summary>The places at which equivalence may be asked for: two of each kind, and the last.</summary>
    private static string[] Asked(IReadOnlyList<Place> places) =>
    [
        .. places.GroupBy(place => place.Kind).SelectMany(kind => kind.Take(2)).Concat(places.TakeLast(1))
            .Select(place => place.Site).Distinct(),
    ];

    /// <summary>
    /// The places at which the fault changes no bit that can be observed, as far as that shows with the fault at all of them, or at half
    /// or a quarter of them, at once.
    /// </summary>
    private HashSet<string> EquivalentTogether(Mutant mutant, string[] sites, int halvings = 2)
    {
        if (sites.Length < 4)
        {
            // To look at each of them costs no more.
            return [];
        }

        observer.Trying(new MutantTrial(mutant.Name, mutant.Description, sites[0], IsUnnoticed: true, IsOfSeveral: true));
        context.Step($"{check.Description.Id}: whether mutant {mutant.Name} changes nothing at {sites.Length} places");
        bool? areEquivalent = mutant.AreEquivalent(keeper.Open(), sites);
        keeper.TakeBack(Need.MutatesState);
        return areEquivalent == true ? [.. sites]
            : areEquivalent is null || halvings == 0 ? []
            : [.. sites.Chunk((sites.Length + 1) / 2).SelectMany(half => EquivalentTogether(mutant, half, halvings - 1))];
    }

    /// <summary>
    /// Puts the fault into single samples of a batch, each at a place of its own; the first and the last sample stay whole. It is noticed
    /// where its sample is named, and no whole one is.
    /// </summary>
    private HashSet<string> NoticedInSamples(Mutant mutant, string[] sites)
    {
        long? samples = mutant.SamplesOfOneRun(keeper.Open());
        keeper.TakeBack(Need.MutatesState);
        if (samples is not > 2)
        {
            return [];
        }

        var noticed = new HashSet<string>();
        foreach (string[] broken in sites.Chunk((int)samples - 2).TakeWhile(_ => noticed.Count == 0 || !clock.IsSpent))
        {
            HashSet<long?> named = [.. FindingsOfSeveral(mutant, broken, samples).Select(finding => finding.Sample)];
            if (named.All(sample => sample > 0 && sample <= broken.Length))
            {
                noticed.UnionWith(broken.Where((_, index) => named.Contains(index + 1)));
            }
        }

        return noticed;
    }

    /// <summary>What the check finds with the fault at several places; nothing where it comes to no finding.</summary>
    /// <param name="mutant">The fault.</param>
    /// <param name="sites">The places.</param>
    /// <param name="samples">
    /// The number of samples, where each place is that of one of them, beginning with the second; null where all are broken.
    /// </param>
    private IReadOnlyList<Finding> FindingsOfSeveral(Mutant mutant, IReadOnlyList<string> sites, long? samples)
    {
        observer.Trying(new MutantTrial(mutant.Name, mutant.Description, sites[0], IsUnnoticed: false, IsOfSeveral: true));
        context.Step($"{check.Description.Id}: mutant {mutant.Name} at {sites.Count} places");
        try
        {
            return Run(mutant, sites, firstFindingDecides: false, samples)?.Findings ?? [];
        }
        catch (Exception thrown) when (thrown is SubjectException or MutantFaultException)
        {
            // Each is tried alone, where it shows which of them it was.
            return [];
        }
    }

    private MutantResult Try(Mutant mutant, string site)
    {
        observer.Trying(new MutantTrial(mutant.Name, mutant.Description, site, IsUnnoticed: false));
        context.Step($"{check.Description.Id}: mutant {mutant.Name} at {Name(site)}");
        (MutantOutcome outcome, string? detail) = Outcome(mutant, site);
        return Tell(Result(mutant, site, outcome, detail));
    }

    private MutantResult Tell(MutantResult result)
    {
        observer.Tried(result);
        return result;
    }

    private (MutantOutcome Outcome, string? Detail) Outcome(Mutant mutant, string site)
    {
        CheckOutcome? outcome;
        try
        {
            outcome = Run(mutant, [site], firstFindingDecides: true);
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

        return outcome switch
        {
            null => (MutantOutcome.NotApplicable, "It cannot be put here."),
            { Verdict: Verdict.Failed } => (MutantOutcome.Killed, null),
            _ when !mutant.AsksEquivalenceFirst && IsEquivalent(mutant, site) =>
                (MutantOutcome.Equivalent, "No bit that can be observed differs."),
            _ => (MutantOutcome.Survived, outcome.Reason),
        };
    }

    /// <summary>Runs the check on the broken subject.</summary>
    /// <returns>What it says; null where the fault cannot be put at one of the places.</returns>
    private CheckOutcome? Run(Mutant mutant, IReadOnlyList<string> sites, bool firstFindingDecides, long? samples = null)
    {
        using var scope = NewDisposeScope();
        ISubjectSession session = keeper.Open();
        using IDisposable faulty = context.Measured.Under(mutant.Keeps);
        var faults = new Stack<IDisposable>();
        try
        {
            for (int i = 0; i < sites.Count; i++)
            {
                if (Applied(mutant, session, sites[i], samples is null ? null : i + 1) is not { } fault)
                {
                    return null;
                }

                faults.Push(fault);
            }

            CheckOutcome outcome =
                check.Run(session, context with { IsTrial = true, FirstFindingDecides = firstFindingDecides, Samples = samples });
            Accelerator.Synchronize();
            return outcome;
        }
        finally
        {
            while (faults.TryPop(out IDisposable? fault))
            {
                fault.Dispose();
            }

            keeper.TakeBack(check.Description.Need);
        }
    }

    /// <summary>Puts a fault in. What throws there has broken nothing, and so says nothing of the check.</summary>
    private static IDisposable? Applied(Mutant mutant, ISubjectSession session, string site, long? sample)
    {
        try
        {
            return sample is { } one ? mutant.ApplyTo(session, site, one) : mutant.Apply(session, site);
        }
        catch (Exception thrown) when (thrown is not (MutantFaultException or OperationCanceledException or TimeSpentException))
        {
            DeviceFault.Report(thrown);
            throw new MutantFaultException(mutant.Name, thrown);
        }
    }

    private bool IsEquivalent(Mutant mutant, string site)
    {
        observer.Trying(new MutantTrial(mutant.Name, mutant.Description, site, IsUnnoticed: true));
        bool equivalent = mutant.IsEquivalent(keeper.Open(), site);
        keeper.TakeBack(Need.MutatesState);
        return equivalent;
    }

    /// <summary>A place for a mutant, and its kind.</summary>
    private sealed record Place(string Site, string Kind);
}
