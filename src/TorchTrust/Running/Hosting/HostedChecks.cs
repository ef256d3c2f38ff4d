using System.Diagnostics;
using TorchTrust.Checks;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// Runs checks in a host. One that dies, hangs or takes too much memory is a result of the check that it ran; the next check
/// gets a new one. A host that dies on a mutant has noticed it: the proof goes on with the other mutants in a new one.
/// </summary>
internal sealed class HostedChecks(SubjectRecipe recipe, Subject? subject, HostLocation location, TrustOptions options) : ICheckPlace
{
    private readonly IReadOnlyList<Check> _catalogue = options.Catalogue ?? Catalogue.All;
    private readonly CheckedSubject? _checked = subject is null ? null : new CheckedSubject(subject, options.Catalogue ?? Catalogue.All);
    private readonly Dictionary<string, IReadOnlyList<ModuleNode>> _modules = [];
    private readonly AmbientSettings? _ambient = subject is null ? null : AmbientSettings.Read(options.Threads);
    private readonly (long Bytes, bool IsAskedFor) _memory = options.MemoryLimit is { } bytes
        ? (bytes, true)
        : (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 * 4 / options.HostsSideBySide, false);

    private readonly ProofBudget _proofs = options.Proofs ?? new ProofBudget(options.ProofTime);

    private WovenProgram? _program;
    private WeavingSummary? _weaving;
    private HostProcess? _host;
    private HostDescription? _description;
    private int _earlierBuilds;
    private int _builds;

    /// <inheritdoc/>
    public string Name => subject?.Name ?? Describe().Name;

    /// <inheritdoc/>
    public string? TypeName => subject is null ? Describe().TypeName : subject.TypeName;

    /// <inheritdoc/>
    public string Kind => subject?.Kind ?? Describe().Kind;

    /// <inheritdoc/>
    public IReadOnlyList<PlannedCheck> Checks => _checked?.Checks ?? Describe().Checks;

    /// <inheritdoc/>
    public int Builds => _earlierBuilds + _builds;

    /// <inheritdoc/>
    public RunEnvironment Environment => _description?.Environment
        ?? (subject is null ? Describe().Environment : EnvironmentProbe.Read(subject.DeviceName));

    /// <summary>What the context of a device takes is not the subject's.</summary>
    private HostLimits Limits => new(_memory.Bytes + (_description?.MemoryOfDevices ?? 0), options.Cancellation);

    /// <inheritdoc/>
    public WeavingSummary? Weaving => _program?.Summary ?? _weaving;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> ModulesOf(string? part) => _modules.GetValueOrDefault(part ?? "") ?? [];

    /// <inheritdoc/>
    public CheckResult Run(PlannedCheck check, Action<string> step)
    {
        if (_checked?.NotRun(check) is { } skipped)
        {
            return skipped;
        }

        var watch = Stopwatch.StartNew();
        using TemporaryFolder? folder = KnownOf(check) is { HandsOver: true } ? new TemporaryFolder() : null;
        CheckResult result = Run(new HostTask(check, null, [], _proofs.Left) { Handover = Left(folder, HandoverStage.Leave) }, step);
        if (folder is not null && result.Verdict == Verdict.Passed && Directory.EnumerateFileSystemEntries(folder.Root).Any())
        {
            result = InFreshProcesses(result, check, folder, step);
        }

        return result with { Duration = watch.Elapsed };
    }

    /// <summary>
    /// A pass is one in a fresh process, too. Where that one comes to something else, another shows whether processes agree at all: what
    /// differs from process to process by itself says nothing.
    /// </summary>
    private CheckResult InFreshProcesses(CheckResult passed, PlannedCheck check, TemporaryFolder folder, Action<string> step)
    {
        CheckResult In(HandoverStage stage)
        {
            Close();
            return Run(new HostTask(check, null, [], TimeSpan.Zero) { Handover = Left(folder, stage) }, step);
        }

        CheckResult fresh = In(HandoverStage.GoOn);
        return fresh.Verdict == Verdict.Passed || In(HandoverStage.Repeat).Verdict != Verdict.Passed ? passed : fresh;
    }

    private static Handover? Left(TemporaryFolder? folder, HandoverStage stage) => folder is null ? null : new Handover(folder.Root, stage);

    private Check? KnownOf(PlannedCheck check) => _catalogue.FirstOrDefault(known => known.Description.Id == check.CheckId);

    private CheckResult Run(HostTask task, Action<string> step)
    {
        PlannedCheck check = task.Check;
        TimeSpan spent = TimeSpan.Zero;
        while (true)
        {
            HostProcess host = Open();
            var clock = new CheckClock(options.CheckTimeLimit, spent, TimeOf(host));
            var run = new HostRun(host, task, clock, Limits, step);
            try
            {
                run.Follow();
            }
            catch (OperationCanceledException)
            {
                Close();
                throw;
            }

            _proofs.Spend(run.ProofTime);
            _modules[check.Part ?? ""] = run.Modules ?? ModulesOf(check.Part);
            _program!.TakeDown(run.Loaded);
            if (run.Result is { } result)
            {
                _builds = run.Builds;
                return result;
            }

            spent = clock.Time;
            Close();
            if (run.MayContinue)
            {
                task = task with { Passed = run.Passed ?? task.Passed, Tried = run.TriedAndEnded, ProofTime = _proofs.Left };
                continue;
            }

            string? module = run.End == HostEnd.Died && run.Passed is null ? LastModule(task) : null;
            return new HostVerdict(check.CheckId, KnownOf(check), run, _memory.IsAskedFor, options.CheckTimeLimit).Result(module);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        Close();
        _program?.Dispose();
        _weaving = Weaving;
        _program = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Finish();

    private HostDescription Describe()
    {
        if (_description is null)
        {
            Open();
        }

        return _description!;
    }

    private HostProcess Open() => _host ??= Start(tracesModules: false);

    private HostProcess Start(bool tracesModules)
    {
        _program ??= WovenProgram.Begin(location, options);
        HostProcess host = HostProcess.Start(_program.Location, options.Threads);
        try
        {
            _program.Complete();
            host.Send(new HostRequest { Open = Opening(tracesModules) });
            Func<TimeSpan> now = TimeOf(host);
            TimeSpan limit = CheckClock.Patience(options.CheckTimeLimit);
            string doing = "starting";
            TimeSpan since = now();
            bool IsSubjectOpened() => doing is not ("starting" or HostProgram.LoadingBackend);
            while (host.Receive(TimeSpan.FromMilliseconds(50), options.Cancellation, out HostReply? reply))
            {
                if (reply?.Step is { } step)
                {
                    (doing, since) = (step, now());
                }

                if (reply?.Refused is { } reason)
                {
                    throw new HostUnavailableException(reason, reply.IsFaultOfSubject);
                }

                if (reply?.Opened is { } description)
                {
                    _description = description;
                    _program.TakeDown(reply.Loaded);
                    return host;
                }

                if (limit != Timeout.InfiniteTimeSpan && now() - since > limit)
                {
                    throw new HostUnavailableException(
                        $"The process for the check was stopped {limit} into this step: {doing}.", IsSubjectOpened());
                }
            }

            throw new HostUnavailableException(
                $"The process for the check ended ({ProcessEnd.Describe(host.WaitForEnd())}) while {doing}: "
                    + $"{string.Join(" ", host.Errors)}",
                IsSubjectOpened());
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>What limits are measured by.</summary>
    private Func<TimeSpan> TimeOf(HostProcess host) => options.Time ?? (() => host.Time);

    private HostOpening Opening(bool tracesModules)
    {
        var opening = new HostOpening(recipe, options.Seed, options.ProvesPower, _ambient)
        {
            ProvesEverywhere = options.ProvesEverywhere,
            TracesModules = tracesModules,
            Device = options.Device,
            MeasuresMemory = options.MemoryLimit is not null,
            Paths = _program!.Paths,
        };
        if (options.Catalogue is null)
        {
            return opening;
        }

        var encoder = new ObjectEncoder();
        EncodedValue types = encoder.Encode(options.Catalogue.Select(check => check.GetType()).ToArray());
        return opening with { Checks = types, CheckOrigins = encoder.Origins };
    }

    /// <summary>Runs a check that has ended its process once more, to see which module returned last.</summary>
    private string? LastModule(HostTask task)
    {
        try
        {
            using HostProcess host = Start(tracesModules: true);
            var clock = new CheckClock(options.CheckTimeLimit, TimeSpan.Zero, TimeOf(host));
            var run = new HostRun(host, task, clock, Limits, _ => { });
            run.Follow();
            return run.End == HostEnd.Died ? run.LastModule : null;
        }
        catch (HostUnavailableException)
        {
            // The evidence is the poorer for it, and that is all.
            return null;
        }
    }

    private void Close()
    {
        _earlierBuilds += _builds;
        _builds = 0;
        _host?.Dispose();
        _host = null;
    }
}
