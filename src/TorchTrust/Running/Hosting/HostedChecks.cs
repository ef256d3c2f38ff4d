using System.Diagnostics;
using TorchTrust.Checks;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// Runs checks in a host. One that dies, hangs or takes too much memory is a result of the check that it ran; the next check
/// gets a new one. A host that dies on a mutant has noticed it: the proof goes on with the other mutants in a new one.
/// </summary>
internal sealed class HostedChecks(SubjectRecipe recipe, Subject? subject, HostLocation location, TrustOptions options) : ICheckPlace
{
    private readonly IReadOnlyList<Check> _catalogue = options.Catalogue ?? Catalogue.All;
    private readonly AmbientSettings? _ambient = subject is null ? null : AmbientSettings.Read(options.Threads);
    private readonly (long Bytes, bool IsAskedFor) _memory = options.MemoryLimit is { } bytes
        ? (bytes, true)
        : (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 * 4 / options.HostsSideBySide, false);

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
    public IReadOnlyList<string> CheckIds => subject is null
        ? Describe().CheckIds
        : [.. _catalogue.Where(check => check.AppliesTo(subject)).Select(check => check.Description.Id)];

    /// <inheritdoc/>
    public int Builds => _earlierBuilds + _builds;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> Modules { get; private set; } = [];

    /// <inheritdoc/>
    public RunEnvironment Environment => _description?.Environment
        ?? (subject is null ? Describe().Environment : EnvironmentProbe.Read());

    /// <inheritdoc/>
    public CheckResult Run(string checkId, Action<string> step)
    {
        Check? check = _catalogue.FirstOrDefault(check => check.Description.Id == checkId);
        if (check is not null && subject is not null && CheckRunner.NotRun(check, subject) is { } skipped)
        {
            return skipped;
        }

        var watch = Stopwatch.StartNew();
        Open();
        var limited = Stopwatch.StartNew();
        var task = new HostTask(checkId, null, []);
        while (true)
        {
            HostProcess host = Open();
            var run = new HostRun(host, task, new HostLimits(options.CheckTimeLimit, _memory.Bytes, options.Cancellation), step);
            try
            {
                run.Follow(limited);
            }
            catch (OperationCanceledException)
            {
                Close();
                throw;
            }

            Modules = run.Modules ?? Modules;
            if (run.Result is { } result)
            {
                _builds = run.Builds;
                return result with { Duration = watch.Elapsed };
            }

            Close();
            if (run.MayContinue)
            {
                task = task with { Passed = run.Passed ?? task.Passed, Tried = run.TriedAndKilled };
                continue;
            }

            string? module = run.End == HostEnd.Died && run.Passed is null ? LastModule(task) : null;
            return new HostVerdict(checkId, check, run, _memory.IsAskedFor, options.CheckTimeLimit).Result(module) with { Duration = watch.Elapsed };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

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
        HostProcess host = HostProcess.Start(location, options.Threads);
        try
        {
            host.Send(new HostRequest { Open = Opening(tracesModules) });
            string doing = "starting";
            bool IsSubjectOpened() => doing is not ("starting" or HostProgram.LoadingBackend);
            var watch = Stopwatch.StartNew();
            while (host.Receive(TimeSpan.FromMilliseconds(50), options.Cancellation, out HostReply? reply))
            {
                doing = reply?.Step ?? doing;
                if (reply?.Refused is { } reason)
                {
                    throw new HostUnavailableException(reason, reply.IsFaultOfSubject);
                }

                if (reply?.Opened is { } description)
                {
                    _description = description;
                    return host;
                }

                if (options.CheckTimeLimit != Timeout.InfiniteTimeSpan && watch.Elapsed > options.CheckTimeLimit)
                {
                    throw new HostUnavailableException(
                        $"The process for the check was not ready within {options.CheckTimeLimit}, and was stopped while {doing}.", IsSubjectOpened());
                }
            }

            throw new HostUnavailableException(
                $"The process for the check ended ({ProcessEnd.Describe(host.WaitForEnd())}) while {doing}: {string.Join(" ", host.Errors)}",
                IsSubjectOpened());
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private HostOpening Opening(bool tracesModules)
    {
        var opening = new HostOpening(recipe, options.Seed, options.ProvesPower, _ambient)
        {
            ProvesEverywhere = options.ProvesEverywhere,
            TracesModules = tracesModules,
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
            var run = new HostRun(host, task, new HostLimits(options.CheckTimeLimit, _memory.Bytes, options.Cancellation), _ => { });
            run.Follow(Stopwatch.StartNew());
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
