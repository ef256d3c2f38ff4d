using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TorchTrust.Cli.Tests.Watching.Telemetry;

/// <summary>Takes what exporters of OpenTelemetry send by http/protobuf, as a collector does.</summary>
internal sealed class OtlpListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();

    /// <summary>Listens from now on.</summary>
    public OtlpListener()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(Listen);
    }

    /// <summary>Where.</summary>
    public int Port { get; }

    /// <summary>The metrics that came: names, and the last number of each series with its attributes.</summary>
    public IReadOnlyList<(string Name, double Number, IReadOnlyDictionary<string, string> Attributes)> Metrics =>
    [
        .. Of("/v1/metrics").SelectMany(request => request.All(1, 2, 2))
            .SelectMany(
                metric => metric.All(5, 1).Concat(metric.All(7, 1)).Select(point => (metric.Text(1), point.Number(), point.Attributes(7)))),
    ];

    /// <summary>The events of the spans that came.</summary>
    public IReadOnlyList<(string Span, string Name, IReadOnlyDictionary<string, string> Attributes)> Events =>
    [
        .. Of("/v1/traces").SelectMany(request => request.All(1, 2, 2))
            .SelectMany(span => span.All(11).Select(happened => (span.Text(5), happened.Text(2), happened.Attributes(3)))),
    ];

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private IEnumerable<OtlpMessage> Of(string path) => _taken.Where(each => each.Path == path).Select(each => new OtlpMessage(each.Body));

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _taken.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
