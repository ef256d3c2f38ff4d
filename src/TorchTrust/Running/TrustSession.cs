using System.Diagnostics.CodeAnalysis;
using TorchTrust.Checks;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust;

/// <summary>
/// A subject whose checks are run one by one, for test adapters and other harnesses: the host and the live subject stay from
/// check to check. Not safe for several threads at once.
/// </summary>
[RequiresUnreferencedCode(Trust.WalksByReflection)]
[RequiresDynamicCode(Trust.WalksByReflection)]
public sealed class TrustSession : IDisposable
{
    private readonly TrustOptions _options;
    private readonly Func<string, ICheckPlace>? _withoutHost;
    private readonly List<CheckResult> _results = [];
    private readonly Dictionary<PlannedCheck, CheckResult> _runAhead = [];
    private ICheckPlace _place;

    private TrustSession(ICheckPlace place, TrustOptions options, Func<string, ICheckPlace>? withoutHost)
    {
        _place = place;
        _options = options;
        _withoutHost = withoutHost;
    }

    /// <summary>The name of the subject.</summary>
    public string SubjectName => InPlace(place => place.Name);

    /// <summary>The kind of the subject, such as <c>model</c>.</summary>
    public string Kind => InPlace(place => place.Kind);

    /// <summary>The ids of the checks for this kind of subject, in the order in which they are best run.</summary>
    public IReadOnlyList<string> CheckIds => CheckIdsOf(null);

    /// <summary>What else is checked with the subject, such as the <c>loss</c> of a model that declares one; mostly nothing.</summary>
    public IReadOnlyList<string> Parts => [.. Checks.Select(check => check.Part).OfType<string>().Distinct()];

    /// <summary>How often the subject was built.</summary>
    public int Builds => _place.Builds;

    /// <summary>The modules of the subject, once a check has built it; empty before, and for kinds that have none.</summary>
    public IReadOnlyList<ModuleNode> Modules => _place.ModulesOf(null);

    /// <summary>What the checks run on and with.</summary>
    public RunEnvironment Environment => InPlace(place => place.Environment);

    /// <summary>The failures that the project lives with, of this subject.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures => [.. (_options.Project?.KnownFailures ?? []).Select(OfThis).OfType<KnownFailure>()];

    /// <summary>The checks of the subject and of its parts, in the order in which they are best run.</summary>
    internal IReadOnlyList<PlannedCheck> Checks => InPlace(place => place.Checks);

    /// <summary>The names by which settings may mean the subject.</summary>
    private IReadOnlyList<string> Names => [SubjectName, .. _options.Address?.Names ?? []];

    /// <summary>Opens a subject of this process. Nothing is built or started before the first check.</summary>
    /// <param name="subject">What to check.</param>
    /// <param name="options">How; the defaults need no change.</param>
    public static TrustSession Open(Subject subject, TrustOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        options ??= new TrustOptions();
        subject = options.Device is { } device && subject.Lifetime == SubjectLifetime.Fresh ? subject.OnDevice(device) : subject;
        InProcessChecks Here(string noHost) => new InProcessChecks(subject, options, noHost);
        if (options.IsHost || options.Isolation == Isolation.InProcess)
        {
            return new TrustSession(Here("Allow it another one: TrustOptions.Isolation = Isolation.Auto."), options, null);
        }

        try
        {
            var place = new HostedChecks(SubjectRecipe.Of(subject), subject, HostLocation.Find(), options);
            return new TrustSession(place, options, options.Isolation == Isolation.Auto ? Here : null);
        }
        catch (Exception reason) when (reason is CannotTravelException or HostUnavailableException)
        {
            ICheckPlace place = options.Isolation == Isolation.Auto ? Here(reason.Message) : new NoChecks(subject, options, reason.Message);
            return new TrustSession(place, options, null);
        }
    }

    /// <summary>Opens a subject that is looked up by its address: by the host, or here if the options say so.</summary>
    /// <param name="address">Where the subject is.</param>
    /// <param name="options">How; the defaults need no change.</param>
    /// <exception cref="InvalidOperationException">There is no such subject, or no host can be had.</exception>
    public static TrustSession Open(SubjectAddress address, TrustOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options = (options ?? new TrustOptions()) with { Address = address };
        if (options.IsHost || options.Isolation == Isolation.InProcess)
        {
            return Open(address.Resolve(), options);
        }

        try
        {
            var place =
                new HostedChecks(new SubjectRecipe { Address = address }, null, HostLocation.Find(address, options.Program), options);
            return new TrustSession(place, options, null);
        }
        catch (HostUnavailableException reason)
        {
            throw new InvalidOperationException(reason.Message, reason);
        }
    }

    /// <summary>Opens a subject that only a host can make: this process has neither its types nor a backend.</summary>
    /// <param name="make">What the host calls; it and all it holds must be able to travel.</param>
    /// <param name="options">How, with the program.</param>
    /// <exception cref="InvalidOperationException">No host can be had.</exception>
    internal static TrustSession OpenElsewhere(Func<Subject> make, TrustOptions options)
    {
        try
        {
            return new TrustSession(
                new HostedChecks(SubjectRecipe.Of(make), null, HostLocation.Find(null, options.Program).Brought(), options), options, null);
        }
        catch (HostUnavailableException reason)
        {
            throw new InvalidOperationException(reason.Message, reason);
        }
    }

    /// <summary>The ids of the checks of the subject or of a part, in the order in which they are best run.</summary>
    /// <param name="part">One of <see cref="Parts"/>; null for the subject itself.</param>
    public IReadOnlyList<string> CheckIdsOf(string? part) => [.. Checks.Where(check => check.Part == part).Select(check => check.CheckId)];

    /// <summary>Runs one check, and those before it that could explain what it finds.</summary>
    /// <param name="checkId">One of <see cref="CheckIds"/>, or of those of the part.</param>
    /// <param name="part">One of <see cref="Parts"/>; null for the subject itself.</param>
    /// <exception cref="ArgumentException">There is no such check for this kind of subject.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public CheckResult Check(string checkId, string? part = null)
    {
        var check = new PlannedCheck(checkId, part);
        CheckResult result = Run(check, 0, 1);
        if (result.Verdict != Verdict.Failed)
        {
            return result;
        }

        // Whoever runs this test alone is told the cause all the same.
        foreach (string cause in Find(checkId)?.ExplainedBy ?? [])
        {
            PlannedCheck before = check with { CheckId = cause };
            if (Checks.Contains(before) && (_options.Checks?.Contains(cause) ?? true) && !_results.Any(known => Is(known, before)))
            {
                _runAhead[before] = Run(before, 0, 1);
            }
        }

        return Explain(_results).Last(known => Is(known, check));
    }

    /// <summary>The same results, with what explains their findings: what follows from another is told under it.</summary>
    /// <param name="results">Results of this session.</param>
    public IReadOnlyList<CheckResult> Explain(IReadOnlyList<CheckResult> results) =>
        Explanations.Of(results, _options.Catalogue ?? Catalogue.All);

    /// <summary>Ends the host and disposes what was built.</summary>
    public void Dispose() => _place.Dispose();

    /// <summary>Runs one check of several.</summary>
    internal CheckResult Run(PlannedCheck check, int done, int total)
    {
        if (!Checks.Contains(check))
        {
            string of = check.Part is null ? $"a {Kind}" : $"the part '{check.Part}' of {SubjectName}";
            throw new ArgumentException(
                $"There is no check '{check.CheckId}' for {of}. There are: {string.Join(", ", CheckIdsOf(check.Part))}.", nameof(check));
        }

        if (SwitchedOff(check.CheckId) is { } reason)
        {
            return NotRun(check, reason, done, total, Verdict.Skipped);
        }

        if (_runAhead.Remove(check, out CheckResult? ahead))
        {
            return ahead;
        }

        CheckProgress progress = Progress(check, done, total);
        _options.Progress?.Report(progress);
        CheckResult result = InPlace(place => place.Run(
            check, step => _options.Progress?.Report(progress with { Step = step })));
        result = FindingSources.Attach(_options.ShowsItems ? result : result.WithoutItems(), _place.ModulesOf(check.Part)) with
        {
            Subject = SubjectName,
            Part = check.Part,
        };
        _results.RemoveAll(known => Is(known, check));
        _results.Add(result);
        result = Explain(_results)[^1];
        _options.Progress?.Report(progress with { Done = done + 1, Result = result });
        return result;
    }

    /// <summary>Whether the settings of the project switch a check off.</summary>
    internal bool IsSwitchedOff(PlannedCheck check) => SwitchedOff(check.CheckId) is not null;

    /// <summary>The report of the checks that were run.</summary>
    internal TrustReport Report(IReadOnlyList<CheckResult> results, TimeSpan duration)
    {
        var report = new TrustReport(SubjectName, Kind, _options.Seed, Explain(results))
        {
            TypeName = InPlace(place => place.TypeName),
            Builds = Builds,
            Duration = duration,
            Environment = Environment,
            Modules = Modules,
            KnownFailures = KnownFailures,
        };
        _place.Finish();
        return report with { Weaving = _place.Weaving };
    }

    /// <summary>The result of a check that was not begun.</summary>
    internal CheckResult NotRun(PlannedCheck check, string reason, int done, int total, Verdict verdict = Verdict.Inconclusive)
    {
        Check? known = Find(check.CheckId);
        var result = new CheckResult(check.CheckId, known?.Description.Title ?? check.CheckId, verdict)
        {
            Subject = SubjectName,
            Part = check.Part,
            Area = known?.Description.Area.ToString() ?? "",
            Severity = known?.Description.Severity ?? Severity.Error,
            Reason = reason,
        };
        _options.Progress?.Report(Progress(check, done + 1, total) with { Result = result });
        return result;
    }

    private static bool Is(CheckResult result, PlannedCheck check) => result.CheckId == check.CheckId && result.Part == check.Part;

    private CheckProgress Progress(PlannedCheck check, int done, int total) =>
        new(SubjectName, check.CheckId, done, total, null) { Part = check.Part };

    /// <summary>A failure under the name that it has here; null if it is of another subject.</summary>
    private KnownFailure? OfThis(KnownFailure known)
    {
        if (IsThis(known.Subject))
        {
            return known with { Subject = SubjectName };
        }

        string? part = Parts.FirstOrDefault(
            part => known.Subject.EndsWith($".{part}", StringComparison.Ordinal) && IsThis(known.Subject[..^(part.Length + 1)]));
        return part is null ? null : known with { Subject = $"{SubjectName}.{part}" };
    }

    private bool IsThis(string name) => name == SubjectName
        || (InPlace(place => place.TypeName) is { } type && DistinctNames.IsEnd(name, type))
        || (_options.Address is { } address && name == $"{SubjectName} in {address.ShortName}");

    private string? SwitchedOff(string checkId) =>
        _options.Project?.SwitchedOff(checkId, Find(checkId)?.Description.Level ?? 1, Names);

    private Check? Find(string checkId) =>
        (_options.Catalogue ?? Catalogue.All).FirstOrDefault(check => check.Description.Id == checkId);

    private T InPlace<T>(Func<ICheckPlace, T> ask)
    {
        try
        {
            return ask(_place);
        }
        catch (HostUnavailableException reason) when (_withoutHost is not null && _place is HostedChecks)
        {
            _place.Dispose();
            _place = _withoutHost(reason.Message);
            return ask(_place);
        }
        catch (HostUnavailableException reason)
        {
            throw new InvalidOperationException(reason.Message, reason);
        }
    }
}
