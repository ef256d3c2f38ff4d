namespace TorchTrust.Cli.Watching;

/// <summary>What stands behind <c>--</c> on the command line of <c>watch</c> is the program's own, whatever it looks like.</summary>
internal static class ProgramArguments
{
    /// <summary>Divides a command line.</summary>
    /// <param name="arguments">All arguments.</param>
    /// <returns>Those of the tool, and those of the program.</returns>
    public static (IReadOnlyList<string> Own, IReadOnlyList<string> Program) Divide(IReadOnlyList<string> arguments)
    {
        int at = arguments is ["watch", ..] ? arguments.ToList().IndexOf("--") : -1;
        return at < 0 ? (arguments, []) : ([.. arguments.Take(at)], [.. arguments.Skip(at + 1)]);
    }
}
