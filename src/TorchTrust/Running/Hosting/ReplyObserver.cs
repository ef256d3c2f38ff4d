namespace TorchTrust.Running.Hosting;

/// <summary>Sends on how a check goes on, each time before it does.</summary>
internal sealed class ReplyObserver(Action<HostReply> send) : RunObserver
{
    /// <summary>The subject is open.</summary>
    public void Opened(HostDescription description) => send(WithAssemblies(new HostReply { Opened = description }));

    /// <summary>The subject could not be opened.</summary>
    public void Refused(string reason, bool isFaultOfSubject = false) =>
        send(new HostReply { Refused = reason, IsFaultOfSubject = isFaultOfSubject });

    /// <summary>A question is answered.</summary>
    public void Answered(IReadOnlyList<string> answer) => send(new HostReply { Answer = answer });

    /// <summary>A device has failed: nothing more can be computed here.</summary>
    public void DeviceFailed(string words) => send(new HostReply { DeviceFault = words });

    /// <summary>A module has returned.</summary>
    public void Returned(string module) => send(new HostReply { Returned = module });

    /// <summary>The task has ended.</summary>
    public void Ended(CheckResult result, int builds) => send(WithAssemblies(new HostReply { Result = result, Builds = builds }));

    /// <inheritdoc/>
    public override void Step(string what) => send(new HostReply { Step = what });

    /// <inheritdoc/>
    public override void Built(IReadOnlyList<ModuleNode> modules) => send(new HostReply { Modules = modules });

    /// <inheritdoc/>
    public override void Passed(CheckResult result) => send(new HostReply { Passed = result });

    /// <inheritdoc/>
    public override void Trying(MutantTrial trial) => send(new HostReply { Trying = trial });

    /// <inheritdoc/>
    public override void Tried(MutantResult result) => send(new HostReply { Tried = result });

    private static HostReply WithAssemblies(HostReply reply) =>
        ProgramPaths.Present is { } paths ? reply with { Loaded = LoadedAssemblies.Now(paths) } : reply;
}
