using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TorchTrust.Reporting.Html;

namespace TorchTrust.Reporting;

/// <summary>
/// A run as one HTML page that needs nothing else: no network, no scripts to be read, no colours to be understood.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page. The same run gives the same page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the page; write it as UTF-8.</param>
    public static void Write(TrustRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        RenderAsync(run, writer).GetAwaiter().GetResult();
    }

    private static async Task RenderAsync(TrustRun run, TextWriter writer)
    {
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Page.Run)] = run });
            (await renderer.RenderComponentAsync<Page>(parameters).ConfigureAwait(true)).WriteHtmlTo(writer);
        }).ConfigureAwait(false);
    }
}
