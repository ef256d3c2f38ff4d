using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Watching;

/// <summary>What a notebook of .NET Interactive shows, by its own formatters.</summary>
public sealed class NotebookTests
{
    [Fact]
    public void A_watch_is_shown_as_html_if_nothing_else_is_asked_for()
    {
        Assert.Equal(["text/html"], Formatter.GetPreferredMimeTypesFor(typeof(TrustWatch)));
    }

    [Fact]
    public void What_was_found_stands_in_it_with_its_page()
    {
        using Sequential model = nn.Sequential(("first & <last>", nn.Linear(4, 2)));
        using SGD optimizer = optim.SGD(model.parameters(), 0);
        using TrustWatch watch = TrustWatch.Attach(model, optimizer);
        Train(model, optimizer);
        watch.Dispose();

        string html = watch.ToDisplayString("text/html");

        Assert.StartsWith("<h4>Sequential: 1 fault</h4>", html, StringComparison.Ordinal);
        Assert.Contains("docs/watch/watch-rate-not-zero.md\">watch-rate-not-zero</a></td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>SGD took all of its 25 steps at a rate of 0</td>", html, StringComparison.Ordinal);
        Assert.Contains("<summary>What was seen</summary>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<last>", html, StringComparison.Ordinal);
        Assert.Contains("watch-rate-not-zero", watch.ToDisplayString("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_watch_that_goes_on_is_shown_as_it_is_by_now()
    {
        using Sequential model = nn.Sequential(("first", nn.Linear(4, 2)));
        using SGD optimizer = optim.SGD(model.parameters(), 1e-3);
        using TrustWatch watch = TrustWatch.Attach(model, optimizer);

        string before = watch.ToDisplayString("text/html");
        Train(model, optimizer);

        Assert.StartsWith(
            "<h4>Sequential: Nothing was trained: no step of the optimizer was heard.</h4>", before, StringComparison.Ordinal);
        Assert.StartsWith(
            "<h4>Sequential: nothing was found in what was seen</h4>", watch.ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    private static void Train(Sequential model, optim.Optimizer optimizer)
    {
        for (int step = 0; step < 25; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            model.call(randn(8, 4)).square().mean().backward();
            optimizer.step();
        }
    }
}
