namespace TorchTrust.Cli.Tool;

/// <summary>Numbers of things, as people say them.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 subject</c> or <c>3 subjects</c>.</summary>
    public static string Of(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}
