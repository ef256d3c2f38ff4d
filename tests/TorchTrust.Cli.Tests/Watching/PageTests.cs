using TorchTrust.Cli.Explain;
using TorchTrust.Cli.Tests.Explain;
using TorchTrust.Watching.Rules;

namespace TorchTrust.Cli.Tests.Watching;

public sealed class PageTests
{
    [Fact]
    public void Every_rule_has_a_page_and_stands_in_the_list()
    {
        string[] rules = [.. WatchRules.Make().Select(rule => rule.Info.Id)];
        string list = File.ReadAllText(Path.Combine(Place.Repository, "docs", "watch.md"));

        Assert.Equal(rules.Order(StringComparer.Ordinal), CheckPages.Rules);
        Assert.All(rules, rule => Assert.Contains($"(watch/{rule}.md)", list, StringComparison.Ordinal));
        Assert.All(WatchRules.Make().Select(rule => rule.Info.Cause).OfType<string>(), cause => Assert.Contains(cause, rules));
    }

    [Fact]
    public void A_page_of_a_rule_is_explained()
    {
        CommandRun run = CommandRun.Of(100, "explain", "watch-gradients-cleared");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The fault", run.Output, StringComparison.Ordinal);
        Assert.Contains("optimizer.zero_grad();", run.Output, StringComparison.Ordinal);
    }
}
