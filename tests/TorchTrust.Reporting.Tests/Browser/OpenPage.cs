using Microsoft.Playwright;

namespace TorchTrust.Reporting.Tests.Browser;

/// <summary>A report in a browser, opened as a file, as after a double click; whatever the console says is kept.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"torchtrust-{Guid.NewGuid():N}.html");
    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context) => _context = context;

    /// <summary>The page.</summary>
    public IPage Page { get; private set; } = default!;

    /// <summary>Errors of the console and requests to anything but the file.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens the report of a run.</summary>
    public static async Task<OpenPage> Of(BrowserFixture browser, TrustRun run, BrowserNewContextOptions? options = null)
    {
        var open = new OpenPage(await browser.Browser.NewContextAsync(options));
        await File.WriteAllTextAsync(open._file, Examples.Page(run), TestContext.Current.CancellationToken);
        open._context.SetDefaultTimeout(0);
        open.Page = await open._context.NewPageAsync();
        open.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                open.Complaints.Add(message.Text);
            }
        };
        open.Page.PageError += (_, error) => open.Complaints.Add(error);
        open.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                open.Complaints.Add(request.Url);
            }
        };
        await open.Page.GotoAsync(new Uri(open._file).AbsoluteUri);
        return open;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        File.Delete(_file);
    }
}
