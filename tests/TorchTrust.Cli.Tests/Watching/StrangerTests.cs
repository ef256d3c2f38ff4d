namespace TorchTrust.Cli.Tests.Watching;

/// <summary>A program whose build has mended nothing.</summary>
public sealed class StrangerTests
{
    [Fact]
    public async Task It_runs_on_its_copy_also_where_its_native_library_does_not_load()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "watch", Place.Stranger, "--no-report");

        Assert.Contains("2x10", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was trained", run.Errors, StringComparison.Ordinal);
        Assert.Equal(4, run.ExitCode);
    }
}
