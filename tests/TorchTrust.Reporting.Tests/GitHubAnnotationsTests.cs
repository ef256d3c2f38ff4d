namespace TorchTrust.Reporting.Tests;

public sealed class GitHubAnnotationsTests
{
    [Fact]
    public void Each_failure_is_one_command_with_its_line()
    {
        string[] lines = Write(Examples.Run, "/home/ada/net");

        Assert.Equal(4, lines.Length);
        Assert.StartsWith(
            "::error file=Models/Mix.cs,line=17,title=Net%3A samples-independent-in-eval::sample 1 changes when sample 0 does; it arises "
                + "in encoder.mix%0A",
            lines[0],
            StringComparison.Ordinal);
        Assert.StartsWith(
            "::warning file=C%3A\\src\\net\\Net.cs,line=3,title=Net%3A every-parameter-learns::", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("::notice title=Net%3A frozen-stays-frozen::Known: waits for issue 12%0A", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("::error title=Closed%3A could not be opened::Net.Subjects.Closed threw", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_can_end_a_command_or_begin_another()
    {
        string[] lines = Write(Examples.Spoil(Examples.Run, "a::b,c%\r\n::error ::x"), null);

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Matches("^::(error|warning|notice) ([a-z]+=[^:,]*,?)*::", line));
    }

    private static string[] Write(TrustRun run, string? root)
    {
        var writer = new StringWriter();
        GitHubAnnotations.Write(run, writer, root);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
