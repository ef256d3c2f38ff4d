namespace TorchTrust.Bench;

/// <summary>
/// Which mutants the proofs of a network notice, and where, as a text under review: a proof that becomes cheaper must lose none of it.
/// </summary>
internal static class NoticedMutants
{
    private const string Folder = "bench/TorchTrust.Bench/Networks/Noticed";

    /// <summary>Writes down what was noticed.</summary>
    /// <param name="network">The name of the network.</param>
    /// <param name="report">A report with proofs.</param>
    public static void Approve(string network, TrustReport report)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllLines(PathOf(network), Of(report).Select(entry => $"{entry.Key}: {string.Join(" ", entry.Value.Select(Name))}"));
    }

    /// <summary>
    /// What was noticed when the text was approved and is no more, neither there nor at a place of its kind, and the mutants that are
    /// noticed at fewer kinds of places.
    /// </summary>
    /// <param name="network">The name of the network.</param>
    /// <param name="report">A report with proofs; checks that it has not are not missed.</param>
    public static IReadOnlyList<string> Lost(string network, TrustReport report)
    {
        if (!File.Exists(PathOf(network)))
        {
            return [$"{PathOf(network)} is missing: run in the root of the repository"];
        }

        Dictionary<string, IReadOnlyList<string>> now = Of(report);
        Dictionary<(string, string), MutantResult> tried = report.Results
            .SelectMany(result =>
                result.Power?.Mutants.Select(mutant => (Key: ($"{result.CheckId} {mutant.Mutant}", Name(mutant.Site)), mutant)) ?? [])
            .DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.mutant);
        var lost = new List<string>();
        foreach (string[] line in File.ReadLines(PathOf(network)).Select(line => line.Split(": ", 2)))
        {
            (string key, string[] sites) = (line[0], line[1].Split(' '));
            if (!report.Results.Any(result => key.StartsWith($"{result.CheckId} ", StringComparison.Ordinal)))
            {
                continue;
            }

            lost.AddRange(sites.Where(
                site => tried.GetValueOrDefault((key, site))?.Outcome is not (MutantOutcome.Killed or MutantOutcome.NotTried))
                .Select(site => $"{key} at {site} ({tried.GetValueOrDefault((key, site))?.Outcome.ToString() ?? "no place"})"));
            int kinds = now.GetValueOrDefault(key)?.Count ?? 0;
            if (kinds < sites.Length)
            {
                lost.Add($"{key} at {sites.Length - kinds} of {sites.Length} kinds of places");
            }
        }

        return lost;
    }

    private static Dictionary<string, IReadOnlyList<string>> Of(TrustReport report) => report.Results.OrderBy(
        result => result.CheckId, StringComparer.Ordinal)
        .SelectMany(result => (result.Power?.Mutants ?? []).Where(mutant => mutant.Outcome == MutantOutcome.Killed)
            .GroupBy(mutant => $"{result.CheckId} {mutant.Mutant}", mutant => mutant.Site))
        .ToDictionary(sites => sites.Key, sites => (IReadOnlyList<string>)[.. sites.Distinct()]);

    private static string PathOf(string network) => Path.Combine(Folder, $"{network}.txt");

    private static string Name(string site) => site.Length == 0 ? "(model)" : site;
}
