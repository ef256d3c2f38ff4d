namespace TorchTrust.Cli.Tool;

/// <summary>How the tool ends. Documented in <c>docs/cli.md</c>.</summary>
internal static class ExitCode
{
    /// <summary>Every subject has a pass with power shown, nothing failed, and no question is open.</summary>
    public const int Proven = 0;

    /// <summary>A check failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a file that it names is not as it must be.</summary>
    public const int WrongUse = 2;

    /// <summary>The project could not be built or run.</summary>
    public const int CannotRun = 3;

    /// <summary>Nothing failed, but a question is open or something was not proven.</summary>
    public const int NotProven = 4;

    /// <summary>Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
