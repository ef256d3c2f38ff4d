namespace TorchTrust.Watching.Notebooks;

/// <summary>What shows a watch in a notebook. Names and shapes of the members are those that .NET Interactive asks for.</summary>
internal sealed class WatchFormatters
{
#pragma warning disable CA1822 // It is asked for on an object, by its name.
    /// <summary>Makes one for each form.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new WatchFormatter("text/html", WatchHtml.Write),
        new WatchFormatter("text/plain", (report, writer) => writer.Write(report)),
    ];
#pragma warning restore CA1822
}
