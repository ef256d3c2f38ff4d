using System.Text.Json;
using TorchTrust.Cli.Listing;
using TorchTrust.Cli.Tests.Explain;

namespace TorchTrust.Cli.Tests.Listing;

public sealed class ListTests
{
    [Fact]
    public void Every_check_is_listed_with_property_severity_cost_and_facts()
    {
        CommandRun run = CommandRun.Of(120, "list");

        Assert.Equal(0, run.ExitCode);
        Assert.All(ListedCheck.All(), check => Assert.Contains($"  {check.Id}  ", run.Output, StringComparison.Ordinal));
        Assert.Contains("cost: Eight forward passes of few samples", run.Output, StringComparison.Ordinal);
        Assert.Contains("error · runs in the host only · changes state and puts it back", run.Output, StringComparison.Ordinal);
        Assert.Contains("facts: AlsoTakes, KeepsStateOnPurpose, MixesSamplesOnPurpose", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_empty()
    {
        Assert.All(ListedCheck.All(), check => Assert.All(
            [check.Id, check.Title, check.Area, check.Severity, check.Hazard, check.Need, check.Cost], text => Assert.NotEqual("", text)));
        Assert.Contains(ListedCheck.All(), check => check.Facts.Count > 0);
        Assert.Contains(ListedCheck.All(), check => check.Mutants.Count > 0);
    }

    [Fact]
    public void As_json_it_is_one_document_whatever_the_width_of_the_terminal()
    {
        CommandRun run = CommandRun.Of(40, "list", "--json");

        using var json = JsonDocument.Parse(run.Output);
        JsonElement check = json.RootElement.EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == "batch-sizes-work");
        Assert.Equal(ListedCheck.All().Count, json.RootElement.GetArrayLength());
        Assert.Equal("Structure", check.GetProperty("area").GetString());
        Assert.Equal("Error", check.GetProperty("severity").GetString());
        Assert.Equal("CanAbort", check.GetProperty("hazard").GetString());
        Assert.Equal(
            ["insist-on-batch-size", "squeeze-output"], check.GetProperty("mutants").EnumerateArray().Select(name => name.GetString()));
    }
}
