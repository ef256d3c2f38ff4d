using Microsoft.Playwright;

namespace TorchTrust.Reporting.Tests.Browser;

/// <summary>
/// One browser for all tests: the one of the variable <c>TORCHTRUST_BROWSER</c>, one of the machine, or one that Playwright
/// has installed or can install. What is expected of a page is waited for without a limit: how fast a browser is says nothing.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>In milliseconds; zero would mean to look once.</summary>
    private const float Unlimited = 1e9f;

    private static readonly string[] _usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _reason;

    /// <summary>The browser; the test that asks is skipped, with the reason, where there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(
                _browser is null,
                $"No browser: {_reason} Install Chromium (Debian: apt-get install chromium), or name one in TORCHTRUST_BROWSER.");
            return _browser!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string? path = Environment.GetEnvironmentVariable("TORCHTRUST_BROWSER") ?? _usual.FirstOrDefault(File.Exists);
        try
        {
            _playwright = await Playwright.CreateAsync();
            if (path is null && Microsoft.Playwright.Program.Main(["install", "--with-deps", "--only-shell", "chromium"]) != 0)
            {
                _reason = "none of the usual places has one, and Playwright could not install its own.";
                return;
            }

            Assertions.SetDefaultExpectTimeout(Unlimited);
            _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"], Timeout = 0 });
        }
        catch (PlaywrightException thrown)
        {
            _reason = $"{path ?? "Playwright's own"} does not start: {thrown.Message}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
