using MnistVae.Run;

namespace MnistVae.Tests.Run;

/// <summary>What the program, run in this process, said and gave.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public static ProgramResult Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = VaeProgram.Run(arguments, new UserInterface(output, error));
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The error must be one line, and nothing of a stack trace.</summary>
    public string SingleErrorLine()
    {
        string line = Assert.Single(Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        return line;
    }
}
