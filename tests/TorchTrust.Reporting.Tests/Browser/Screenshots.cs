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
        string? folder = Environment.GetEnvironmentVariable("TORCHTRUST_SCREENSHOTS");
        Assert.SkipWhen(folder is null, "TORCHTRUST_SCREENSHOTS names no folder to put them in.");
        await using OpenPage open = await OpenPage.Of(browser, Recorded.Sample, new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            DeviceScaleFactor = 2,
        });

        byte[] picture = await open.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, file), FullPage = isWhole });

        Assert.True(picture.Length > 10_000, "The picture is empty.");
    }
}
