using Microsoft.Playwright;

namespace TorchTrust.Reporting.Tests.Browser;

/// <summary>
/// Pictures of the page, for the documentation and for looking at it: with <c>TORCHTRUST_SCREENSHOTS</c> set to a folder,
/// this writes them there. <c>report.png</c> is the one that the README shows.
/// </summary>
public sealed class Screenshots(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("report.png", 1200, 1000, ColorScheme.Light, false)]
    [InlineData("report-desktop.png", 1200, 900, ColorScheme.Light, true)]
    [InlineData("report-dark.png", 1200, 900, ColorScheme.Dark, true)]
    [InlineData("report-phone.png", 375, 740, ColorScheme.Light, true)]
    public async Task The_page_is_taken(string file, int width, int height, ColorScheme scheme, bool isWhole)
    {
        string folder = Folder();
        await using OpenPage open = await OpenPage.Of(browser, Recorded.Sample, new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            DeviceScaleFactor = 2,
        });

        byte[] picture = await open.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = isWhole });

        Assert.True(picture.Length > 10_000, "The picture is empty.");
    }

    /// <summary>What is derived of a loss, as the page of its check shows it.</summary>
    [Fact]
    public async Task The_table_of_a_loss_is_taken()
    {
        string folder = Folder();
        await using OpenPage open = await OpenPage.Of(browser, Recorded.Loss, new()
        {
            ColorScheme = ColorScheme.Light,
            ViewportSize = new() { Width = 900, Height = 900 },
            DeviceScaleFactor = 2,
        });
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(folded => folded.open = true)");
        ILocator table = open.Page.Locator("figure.picture", new() { HasText = "What is derived" });

        byte[] picture = await table.ScreenshotAsync(new() { Path = Path.Combine(folder, "derived.png") });

        Assert.True(picture.Length > 10_000, "The picture is empty.");
    }

    private static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable("TORCHTRUST_SCREENSHOTS");
        Assert.SkipWhen(folder is null, "TORCHTRUST_SCREENSHOTS names no folder to put them in.");
        return folder!;
    }
}
