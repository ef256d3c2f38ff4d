namespace TorchTrust.Running.Hosting;

/// <summary>One task in a host, followed to its end, with all that is known when it ends badly.</summary>
/// <param name="host">The host.</param>
/// <param name="task">The task.</param>
/// <param name="clock">Begins with the task.</param>
/// <param name="limits">What the host may take.</param>
/// <param name="step">Told what is about to be done.</param>
internal sealed class HostRun(HostProcess host, HostTask task, CheckClock clock, HostLimits limits, Action<string> step)
{
    /// <summary>How .NET begins its last words where a stack is full.</summary>
    private const string StackOverflow = "Stack overflow";

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(50);

    private readonly List<MutantResult> _tried = [.. task.Tried];
    private TimeSpan _proofBegan;

    /// <summary>How it ended.</summary>
    public HostEnd End { get; private set; }

    /// <summary>The result, if it ended well.</summary>
    public CheckResult? Result { get; private set; }

    /// <summary>The modules of the subject, if it was built for the first time.</summary>
    public IReadOnlyList<ModuleNode>? Modules { get; private set; }

    /// <summary>How often the host has built the subject.</summary>
    public int Builds { get; private set; }

    /// <summary>What the host has loaded of the user's assemblies, if it said so.</summary>
    public LoadedAssemblies? Loaded { get; private set; }

    /// <summary>The pass whose proof was under way.</summary>
    public CheckResult? Passed { get; private set; } = task.Passed;

    /// <summary>How long the proof has taken here so far.</summary>
    public TimeSpan ProofTime => Passed is null ? TimeSpan.Zero : clock.Time - _proofBegan;

    /// <summary>What was being done.</summary>
    public string Step { get; private set; } = task.Check.CheckId;

    /// <summary>How long that took, up to the end.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>The module that returned last, if modules are traced.</summary>
    public string? LastModule { get; private set; }

    /// <summary>The mutant that was being tried.</summary>
    public MutantTrial? Trial { get; private set; }

    /// <summary>How the process ended, if it died.</summary>
    public string? ProcessEnding { get; private set; }

    /// <summary>The error of a device by which the process ended; null if it ended by something else.</summary>
    public string? DeviceFault { get; private set; }

    /// <summary>How much memory it had, if that was too much.</summary>
    public long Memory { get; private set; }

    /// <summary>The last lines of its standard error.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>
    /// Whether the process died on a mutant, while the check looked at it: then everybody would have noticed, and the proof
    /// can go on without. One that died while an unnoticed mutant was compared with the original proves nothing.
    /// </summary>
    public bool MayContinue => End == HostEnd.Died && Passed is not null && Trial is { IsUnnoticed: false };

    /// <summary>
    /// The mutants that were tried, and the one that ended the process: of several it is not known, and they are tried again,
    /// one by one.
    /// </summary>
    public IReadOnlyList<MutantResult> TriedAndEnded => Trial is { IsOfSeveral: true } ? _tried : [.. _tried, EndedBy(Trial!)];

    /// <summary>Follows the task.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the host still runs.</exception>
    public void Follow()
    {
        _proofBegan = clock.Time;
        host.Send(new HostRequest { Run = task });
        while (host.Receive(_patience, limits.Cancellation, out HostReply? reply))
        {
            if (reply is not null)
            {
                Take(reply);
            }

            if (Result is not null)
            {
                return;
            }

            Memory = host.Memory;
            if (Memory > limits.Memory)
            {
                Finish(HostEnd.OutOfMemory);
                return;
            }

            if (clock.End(waitsForStep: Passed is null) is { } end)
            {
                Finish(end);
                return;
            }
        }

        int exitCode = host.WaitForEnd();

        // Where the error reaches native code that may not throw, the process ends before anybody could say so.
        DeviceFault ??= Probes.DeviceFault.In(host.Errors);
        ProcessEnding = DeviceFault is null ? ProcessEnd.Describe(exitCode) : $"the device failed: {DeviceFault}";
        Finish(HostEnd.Died);
    }

    /// <summary>A mutant that calls itself without end breaks nothing of the subject's: the fault is ours, and shows nothing.</summary>
    private MutantResult EndedBy(MutantTrial trial)
    {
        (MutantOutcome outcome, string detail) = Errors.Any(line => line.StartsWith(StackOverflow, StringComparison.Ordinal))
            ? (MutantOutcome.NotApplicable, "It cannot be put here: it fills the stack.")
            : (MutantOutcome.Killed, $"It ended the process ({ProcessEnding}).");
        return new MutantResult(trial.Mutant, trial.Description, trial.Site, outcome, detail);
    }

    private void Take(HostReply reply)
    {
        if (reply.Step is { } what)
        {
            Step = what;
            LastModule = null;
            clock.BeginStep();
            step(what);
        }

        Modules = reply.Modules ?? Modules;
        if (reply.Passed is { } passed)
        {
            (Passed, _proofBegan) = (passed, clock.Time);
        }

        LastModule = reply.Returned ?? LastModule;
        DeviceFault = reply.DeviceFault ?? DeviceFault;
        Trial = reply.Trying ?? Trial;
        if (reply.Tried is { } tried)
        {
            _tried.Add(tried);
            Trial = null;
        }

        Result = reply.Result;
        Builds = reply.Builds;
        Loaded = reply.Loaded ?? Loaded;
    }

    private void Finish(HostEnd end)
    {
        End = end;
        StepTime = clock.StepTime;
        Errors = host.Errors;
    }
}
