namespace TorchTrust.Cli.Tool;

/// <summary>The tool cannot go on. The message is for the user: what was found, what is expected, what helps.</summary>
internal sealed class ToolException : Exception
{
    private ToolException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    /// <summary>How the tool ends.</summary>
    public int ExitCode { get; }

    /// <summary>The command line, or a file that it names, is not as it must be.</summary>
    public static ToolException WrongUse(string message) => new(Tool.ExitCode.WrongUse, message);

    /// <summary>The project could not be built or run.</summary>
    public static ToolException CannotRun(string message) => new(Tool.ExitCode.CannotRun, message);
}
