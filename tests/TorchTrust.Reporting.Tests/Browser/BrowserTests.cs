using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TorchTrust.Reporting.Tests.Browser;

public sealed class BrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly ViewportSize _phone = new() { Width = 375, Height = 740 };

    [Fact]
    public async Task The_page_opens_without_a_complaint_and_without_a_request()
    {
        await using OpenPage open = await OpenPage.Of(browser, Recorded.Sample);

        await Expect(open.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No");
        await Expect(open.Page.GetByRole(AriaRole.Searchbox)).ToBeVisibleAsync();
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Markup_in_names_does_nothing()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Evil);
        open.Page.Dialog += (_, dialog) => open.Complaints.Add(dialog.Message);

        await open.Page.GetByRole(AriaRole.Searchbox).FillAsync("alert");

        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    public async Task Axe_finds_nothing(ColorScheme scheme, bool isPhone)
    {
        await using OpenPage open =
            await OpenPage.Of(browser, Examples.Run, new() { ColorScheme = scheme, ViewportSize = isPhone ? _phone : null });
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(part => { part.open = true; })");

        AxeResult result = await open.Page.RunAxe();

        Assert.Empty(result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.True(result.Passes.Length > 20, "Axe has looked at next to nothing.");
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Axe_finds_nothing_in_the_look_at_the_data(ColorScheme scheme, bool isPhone)
    {
        await using OpenPage open = await OpenPage.Of(
            browser, new TrustRun([Examples.Data]), new() { ColorScheme = scheme, ViewportSize = isPhone ? _phone : null });
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(part => { part.open = true; })");

        AxeResult result = await open.Page.RunAxe();

        Assert.Empty(result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task Items_are_drawn_and_stay_in_the_page(int width)
    {
        await using OpenPage open = await OpenPage.Of(
            browser, Examples.Spoil(new TrustRun([Examples.Data]), new string('W', 400)),
            new() { ViewportSize = new() { Width = width, Height = 740 } });

        await Expect(open.Page.GetByRole(AriaRole.Img, new() { Name = "train 3: 7" })).ToBeVisibleAsync();
        Assert.Equal(2, await open.Page.EvaluateAsync<int>("document.querySelector('.tiles img').naturalWidth"));
        Assert.Equal(width, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_filter_hides_and_shows_results_and_whole_subjects()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run);
        ILocator failures = open.Page.Locator(".result.failed");
        await Expect(failures.First).ToBeVisibleAsync();

        await open.Page.Locator("[data-filter=failed]").ClickAsync();
        await Expect(failures.First).ToBeHiddenAsync();
        await Expect(open.Page.Locator("#s3")).ToBeHiddenAsync();
        await Expect(open.Page.Locator("#s2 .result.question")).ToBeVisibleAsync();

        await open.Page.Locator("[data-filter=failed]").ClickAsync();
        await Expect(failures.First).ToBeVisibleAsync();
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task A_search_unfolds_what_it_finds_and_folds_it_again()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run);
        ILocator skipped = open.Page.Locator("#s2 .result.skipped");
        await Expect(skipped).ToBeHiddenAsync();

        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("causal");
        await Expect(skipped).ToBeVisibleAsync();
        await Expect(open.Page.Locator("#s2 > .result.failed")).ToBeHiddenAsync();
        await Expect(open.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 result");

        await open.Page.Keyboard.PressAsync("Escape");
        await Expect(skipped).ToBeHiddenAsync();
        await Expect(open.Page.Locator("#s2 > .result.failed")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_not_found_is_said_with_the_way_back()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run);

        await open.Page.GetByRole(AriaRole.Searchbox).FillAsync("there is no such word");
        await Expect(open.Page.Locator("#nothing")).ToBeVisibleAsync();

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Show everything" }).ClickAsync();
        await Expect(open.Page.Locator("#nothing")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_keyboard_reaches_and_folds_everything()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run);
        await open.Page.Keyboard.PressAsync("Tab");
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the subjects" })).ToBeFocusedAsync();

        ILocator result = open.Page.Locator("#s2 > .result.failed");
        await result.Locator("> summary").FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(result.Locator("> .body")).ToBeHiddenAsync();

        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(result.Locator("> .body")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_everything_can_be_read()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run, new() { JavaScriptEnabled = false });

        await Expect(open.Page.Locator(".toolbar")).ToBeHiddenAsync();
        await open.Page.Locator("#s2 .group.passed > summary").ClickAsync();
        await Expect(open.Page.Locator("#s2 .result.passed").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task Nothing_runs_out_of_the_page(int width)
    {
        TrustRun run = Examples.Spoil(Examples.Run, new string('W', 400));
        await using OpenPage open = await OpenPage.Of(browser, run, new() { ViewportSize = new() { Width = width, Height = 740 } });
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(part => { part.open = true; })");

        Assert.Equal(width, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task On_paper_everything_is_unfolded_and_dark_is_light()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run, new() { ColorScheme = ColorScheme.Dark });
        await open.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await open.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");

        await Expect(open.Page.Locator("#s2 .result.skipped")).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".toolbar")).ToBeHiddenAsync();
        Assert.Equal(
            "rgb(255, 255, 255)", await open.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString(await open.Page.PdfAsync(), 0, 4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_folded_result_unfolds_it()
    {
        await using OpenPage open = await OpenPage.Of(browser, Examples.Run);
        ILocator skipped = open.Page.Locator("#s2 .result.skipped");

        await open.Page.EvaluateAsync("id => { location.hash = id; }", await skipped.GetAttributeAsync("id"));

        await Expect(skipped).ToBeVisibleAsync();
    }
}
