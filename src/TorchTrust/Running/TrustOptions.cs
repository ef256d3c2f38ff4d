using TorchTrust.Checks;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;

namespace TorchTrust;

/// <summary>How a run is done. The defaults need no change.</summary>
public sealed record TrustOptions
{
    /// <summary>The seed of everything that is drawn.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>The ids of the checks to run; null for all that apply.</summary>
    public IReadOnlyCollection<string>? Checks { get; init; }

    /// <summary>Whether each pass is tried on mutants of the subject.</summary>
    public bool ProvesPower { get; init; } = true;

    /// <summary>
    /// Whether mutants are tried at all places. By default a place is left out if it is like one where the mutant was noticed
    /// (<see cref="PowerProof.NotTriedAt"/>); the first and the last place are always tried.
    /// </summary>
    public bool ProvesEverywhere { get; init; }

    /// <summary>
    /// The share of <see cref="TimeBudget"/> that the proofs of a run may take together, those of all its subjects, between 0 and 1; at 1
    /// there is no limit. One proof may take a quarter of what is left of it. When that is spent, only mutants that were noticed nowhere
    /// yet
    /// are tried further, so that no verdict hangs on it; the places that are left out are told (<see cref="PowerProof.BeyondBudgetAt"/>).
    /// </summary>
    public double ProofShare { get; init; } = 0.1;

    /// <summary>
    /// After this time no further check is begun; what was not run is inconclusive. <see cref="Timeout.InfiniteTimeSpan"/> for
    /// no end.
    /// </summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told of each check as it begins and ends.</summary>
    public IProgress<CheckProgress>? Progress { get; init; }

    /// <summary>Where checks run.</summary>
    public Isolation Isolation { get; init; } = Isolation.Auto;

    /// <summary>
    /// How long one check may take, proof of power included; the start of its host does not count, and on Linux neither does the
    /// time in which the check waits for a core that others have, so that a busy machine changes no verdict. After this time no
    /// further step is begun. A host that is in one step for half of the time or more is stuck: it is ended, and the check fails.
    /// A check that was merely slow is inconclusive, and so is one in its proof of power.
    /// </summary>
    public TimeSpan CheckTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How many bytes a host may have resident: above, it is ended and the check fails. Null for four fifths of what the
    /// system has, above which the check is inconclusive. In process there is no limit.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The number of threads that a host computes with, where several share the cores; null for torch's own choice. In process
    /// it has no say.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The assembly of the program that a subject is looked up in, whose dependencies and runtime configuration its host is
    /// started with; null if the subject is in that assembly itself.
    /// </summary>
    public string? Program { get; init; }

    /// <summary>
    /// Files that hosts find beside the program although it does not have them: places in its output folder, with <c>/</c>, and full
    /// paths. So a program that never heard of TorchTrust is checked; hosts then run a copy of it, woven or not.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Additions { get; init; } = new Dictionary<string, string>();

    /// <summary>The file system in which copies of the program are made.</summary>
    internal Disk Disk { get; init; } = Disk.OfThisMachine;

    /// <summary>
    /// What the project says of its checks in <c>torchtrust.json</c> and the baseline; null for nothing.
    /// <see cref="ProjectSettings.Find"/> reads it.
    /// </summary>
    public ProjectSettings? Project { get; init; }

    /// <summary>Where the subject stands, if it is handed over: settings of a project may mean it by that name.</summary>
    public SubjectAddress? Address { get; init; }

    /// <summary>
    /// Whether hosts run woven copies of the user's assemblies, in which every call of TorchSharp can be seen and broken. In
    /// process nothing is woven.
    /// </summary>
    public bool Weaving { get; init; } = true;

    /// <summary>
    /// The device that models and losses are moved to with what they are given, such as <c>cuda</c>, as <see cref="ModelSubject.On"/> does
    /// for one; null to leave each where its recipe puts it. Models that exist already stay where they are in process; data sets and
    /// training loops stay where their own code puts them (<see cref="RunEnvironment.Device"/> is null then).
    /// </summary>
    public string? Device { get; init; }

    /// <summary>
    /// Whether pictures and texts of items of a data set are a part of the report. Null for where a person sits at a terminal, and not
    /// where the environment variable <c>CI</c> is set. Distributions are always there, and findings never tell what an item holds.
    /// </summary>
    public bool? ShowsData { get; init; }

    /// <summary>Whether items are shown.</summary>
    internal bool ShowsItems => ShowsData
        ?? (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) && Environment.UserInteractive && !Console.IsOutputRedirected);

    /// <summary>Ends the run: a host at once, a check in process at its next step.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How long the proofs of a run may take together.</summary>
    internal TimeSpan ProofTime => ProofShare >= 1 || TimeBudget == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : TimeBudget * Math.Max(0, ProofShare);

    /// <summary>Whether a further check may be begun.</summary>
    /// <param name="spent">The time that those before have taken.</param>
    internal bool MayBegin(TimeSpan spent) => TimeBudget == Timeout.InfiniteTimeSpan || spent < TimeBudget;

    /// <summary>How many hosts share the machine: each may have its part of the memory.</summary>
    internal int HostsSideBySide { get; init; } = 1;

    /// <summary>What limits of a check are measured by, for tests of the runner; null for the time that the host has had.</summary>
    internal Func<TimeSpan>? Time { get; init; }

    /// <summary>What is left of the time for proofs, where several subjects share it; null for <see cref="ProofTime"/>.</summary>
    internal ProofBudget? Proofs { get; init; }

    /// <summary>This process is a host: it may run what can end it.</summary>
    internal bool IsHost { get; init; }

    /// <summary>The checks to choose from, for tests of the runner; null for the catalogue.</summary>
    internal IReadOnlyList<Check>? Catalogue { get; init; }
}
