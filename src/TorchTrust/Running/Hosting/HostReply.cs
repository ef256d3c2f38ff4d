namespace TorchTrust.Running.Hosting;

/// <summary>One line from a host; one of the properties is set.</summary>
internal sealed record HostReply
{
    /// <summary>The subject is open.</summary>
    public HostDescription? Opened { get; init; }

    /// <summary>The subject could not be opened: why.</summary>
    public string? Refused { get; init; }

    /// <summary>The subject itself threw; set with <see cref="Refused"/>.</summary>
    public bool IsFaultOfSubject { get; init; }

    /// <summary>The answer to a question.</summary>
    public IReadOnlyList<string>? Answer { get; init; }

    /// <summary>What is about to be done.</summary>
    public string? Step { get; init; }

    /// <summary>The subject was built for the first time: its modules.</summary>
    public IReadOnlyList<ModuleNode>? Modules { get; init; }

    /// <summary>The module that returned last, where modules are traced.</summary>
    public string? Returned { get; init; }

    /// <summary>The check passed, and the proof of its power begins.</summary>
    public CheckResult? Passed { get; init; }

    /// <summary>A mutant is about to be tried.</summary>
    public MutantTrial? Trying { get; init; }

    /// <summary>What became of a mutant.</summary>
    public MutantResult? Tried { get; init; }

    /// <summary>A device has failed, and the host ends by it: the words of the error.</summary>
    public string? DeviceFault { get; init; }

    /// <summary>The task has ended with a result.</summary>
    public CheckResult? Result { get; init; }

    /// <summary>How often this host has built the subject; set with <see cref="Result"/>.</summary>
    public int Builds { get; init; }

    /// <summary>
    /// What this host has loaded of the user's assemblies by now; set with <see cref="Opened"/> and <see cref="Result"/>.
    /// </summary>
    public LoadedAssemblies? Loaded { get; init; }
}
