namespace TorchTrust.Cli.Tests.Checking;

/// <summary>What the command says of weaving.</summary>
public sealed class WeavingTests
{
    [Fact]
    public async Task What_is_woven_is_told_once_a_run_and_not_once_a_subject()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(
            place, "check", Place.Fixture, "-s", "Net01", "-s", "Net02", "--check", CheckIds.ComponentNamesAreClean, "--json", "r.json");

        Assert.True(place.Run("r.json").Reports.Count > 1);
        string line = Assert.Single(run.Output.Split('\n'), line => line.Contains("woven", StringComparison.Ordinal));
        Assert.StartsWith("woven: TorchTrust.Cli.Fixture", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_it_is_switched_off_is_told()
    {
        using var place = new Workplace();
        using ToolRun run =
            await ToolRun.Of(place, "check", Place.Fixture, "-s", "Right", "--check", CheckIds.ComponentNamesAreClean, "--no-weaving");

        Assert.Contains("Weaving was switched off", run.Output, StringComparison.Ordinal);
    }
}
