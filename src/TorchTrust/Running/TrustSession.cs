using TorchTrust.Checks;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust;

/// <summary>
/// A subject whose checks are run one by one, for test adapters and other harnesses: the host and the live subject stay from
/// check to check. Not safe for several threads at once.
/// </summary>
public sealed class TrustSession : IDisposable
{
    private readonly TrustOptions _options;
    private readonly Func<string, ICheckPlace>? _withoutHost;
    private readonly List<CheckResult> _results = [];
    private readonly Dictionary<string, CheckResult> _runAhead = [];
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
    public IReadOnlyList<string> CheckIds => InPlace(place => place.CheckIds);

    /// <summary>How often the subject was built.</summary>
    public int Builds => _place.Builds;

    /// <summary>The modules of the subject, once a check has built it; empty before, and for kinds that have none.</summary>
    public IReadOnlyList<ModuleNode> Modules => _place.Modules;

    /// <summary>What the checks run on and with.</summary>
    public RunEnvironment Environment => InPlace(place => place.Environment);

    /// <summary>The failures that the project lives with, of this subject.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures =>
        [.. (_options.Project?.KnownFailures ?? []).Where(IsOfThis).Select(known => known with { Subject = SubjectName })];

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
            var place = new HostedChecks(new SubjectRecipe { Address = address }, null, HostLocation.Find(address, options.Program), options);
            return new TrustSession(place, options, null);
        }
        catch (HostUnavailableException reason)
        {
            throw new InvalidOperationException(reason.Message, reason);
        }
    }

    /// <summary>Runs one check, and those before it that could explain what it finds.</summary>
    /// <param name="checkId">One of <see cref="CheckIds"/>.</param>
    /// <exception cref="ArgumentException">There is no such check for this kind of subject.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public CheckResult Check(string checkId)
    {
        CheckResult result = Run(checkId, 0, 1);
        if (result.Verdict != Verdict.Failed)
        {
            return result;
        }

        // Whoever runs this test alone is told the cause all the same.
        foreach (string cause in Find(checkId)?.ExplainedBy ?? [])
        {
            if (CheckIds.Contains(cause) && (_options.Checks?.Contains(cause) ?? true) && !_results.Any(known => known.CheckId == cause))
            {
                _runAhead[cause] = Run(cause, 0, 1);
            }
        }

        return Explain(_results).Last(known => known.CheckId == checkId);
    }

    /// <summary>The same results, with what explains their findings: what follows from another is told under it.</summary>
    /// <param name="results">Results of this session.</param>
    public IReadOnlyList<CheckResult> Explain(IReadOnlyList<CheckResult> results) => Explanations.Of(results, _options.Catalogue ?? Catalogue.All);

    /// <summary>Ends the host and disposes what was built.</summary>
    public void Dispose() => _place.Dispose();

    /// <summary>Runs one check of several.</summary>
    internal CheckResult Run(string checkId, int done, int total)
    {
        if (!CheckIds.Contains(checkId))
        {
            throw new ArgumentException(
                $"There is no check '{checkId}' for a {Kind}. There are: {string.Join(", ", CheckIds)}.", nameof(checkId));
        }

        if (SwitchedOff(checkId) is { } reason)
        {
            return NotRun(checkId, reason, done, total, Verdict.Skipped);
        }

        if (_runAhead.Remove(checkId, out CheckResult? ahead))
        {
            return ahead;
        }

        var progress = new CheckProgress(SubjectName, checkId, done, total, null);
        _options.Progress?.Report(progress);
        CheckResult result = InPlace(place => place.Run(
            checkId, step => _options.Progress?.Report(progress with { Step = step })));
        result = FindingSources.Attach(_options.ShowsItems ? result : result.WithoutItems(), Modules) with { Subject = SubjectName };
        _results.RemoveAll(known => known.CheckId == checkId);
        _results.Add(result);
        result = Explain(_results)[^1];
        _options.Progress?.Report(progress with { Done = done + 1, Result = result });
        return result;
    }

    /// <summary>Whether the settings of the project switch a check off.</summary>
    internal bool IsSwitchedOff(string checkId) => SwitchedOff(checkId) is not null;

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
    internal CheckResult NotRun(string checkId, string reason, int done, int total, Verdict verdict = Verdict.Inconclusive)
    {
        Check? check = Find(checkId);
        var result = new CheckResult(checkId, check?.Description.Title ?? checkId, verdict)
        {
            Subject = SubjectName,
            Area = check?.Description.Area.ToString() ?? "",
            Severity = check?.Description.Severity ?? Severity.Error,
            Reason = reason,
        };
        _options.Progress?.Report(new CheckProgress(SubjectName, checkId, done + 1, total, result));
        return result;
    }

    private bool IsOfThis(KnownFailure known) => known.Subject == SubjectName
        || (InPlace(place => place.TypeName) is { } type && DistinctNames.IsEnd(known.Subject, type))
        || (_options.Address is { } address && known.Subject == $"{SubjectName} in {address.ShortName}");

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
