using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace TorchTrust.Cli.Tests.Watching.Telemetry;

/// <summary>What a watched program that has no reference to us tells to whoever measures.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task An_exporter_of_the_programs_own_sends_metrics_and_findings()
    {
        using var collector = new OtlpListener();
        using WatchedTraining watched = await WatchedTraining.Of($"exports port={collector.Port}", "--series-by-layer");

        Assert.Equal(1, watched.Run.ExitCode);
        double One(string name) => collector.Metrics.Last(metric => metric.Name == name && metric.Attributes.Count == 0).Number;
        Assert.Equal(30, One("torchtrust.train.steps"));
        Assert.Equal(1e-3, One("torchtrust.train.learning_rate"));
        Assert.InRange(One("torchtrust.train.loss"), 1e-3, 1e3);
        Assert.InRange(One("torchtrust.train.gradient_norm"), 1e-6, 1e6);
        Assert.InRange(One("torchtrust.train.update_ratio"), 1e-9, 1);
        Assert.Contains(collector.Metrics, metric => metric.Attributes.GetValueOrDefault("layer") == "_encoder.first.weight");
        Assert.Contains(collector.Metrics, metric => metric is { Name: "torchtrust.train.findings", Number: 1 }
            && metric.Attributes["rule"] == "watch-gradients-cleared");

        (string span, string name, IReadOnlyDictionary<string, string> attributes) = Assert.Single(collector.Events);
        Assert.Equal(("torchtrust.train.finding", "torchtrust.train.finding"), (span, name));
        Assert.Equal(("watch-gradients-cleared", "error"), (attributes["rule"], attributes["severity"]));
        Assert.StartsWith("SGD steps on gradients that hold those of the steps before", attributes["message"], StringComparison.Ordinal);
        Assert.DoesNotContain('/', attributes["message"]);
    }

    [Fact]
    public async Task What_dotnet_counters_asks_for_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using WatchedTraining watched = WatchedTraining.Start("endless");
        await watched.Run.ReadUntil("begun");
        int program = int.Parse(watched.Run.Output.Split("begun ")[1], CultureInfo.InvariantCulture);

        IReadOnlyDictionary<string, double> told = await Counters(
            program,
            "torchtrust.train.loss",
            "torchtrust.train.gradient_norm",
            "torchtrust.train.update_ratio",
            "torchtrust.train.steps");
        using (var kill = Process.Start("kill", ["-TERM", $"{watched.Run.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await watched.Run.End();

        Assert.InRange(told["torchtrust.train.loss"], 1e-6, 1e3);
        Assert.InRange(told["torchtrust.train.gradient_norm"], 1e-6, 1e3);
        Assert.InRange(told["torchtrust.train.update_ratio"], 0, 1);
        Assert.InRange(told["torchtrust.train.steps"], 0, 1e6);
    }

    /// <summary>
    /// Asks a process for the meter as <c>dotnet-counters monitor --counters TorchTrust</c> does, until each of some instruments has told a
    /// number.
    /// </summary>
    private static async Task<IReadOnlyDictionary<string, double>> Counters(int process, params string[] names)
    {
        string session = Guid.NewGuid().ToString();
        var provider = new EventPipeProvider("System.Diagnostics.Metrics", EventLevel.Informational, 2, new Dictionary<string, string?>
        {
            ["SessionId"] = session,
            ["Metrics"] = "TorchTrust",
            ["RefreshInterval"] = "1",
            ["MaxTimeSeries"] = "100",
            ["MaxHistograms"] = "10",
        }!);
        Dictionary<string, double> told = [];
        var isComplete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using EventPipeSession pipe = new DiagnosticsClient(process).StartEventPipeSession([provider], requestRundown: false);
        using var source = new EventPipeEventSource(pipe.EventStream);
        source.Dynamic.All += happened =>
        {
            string? value = happened.EventName switch
            {
                "GaugeValuePublished" => happened.PayloadByName("lastValue") as string,
                "CounterRateValuePublished" => happened.PayloadByName("value") as string ?? happened.PayloadByName("rate") as string,
                _ => null,
            };
            if (value is { Length: > 0 } && (string)happened.PayloadByName("sessionId") == session)
            {
                told[(string)happened.PayloadByName("instrumentName")] = double.Parse(value, CultureInfo.InvariantCulture);
            }

            if (names.All(told.ContainsKey))
            {
                isComplete.TrySetResult();
            }
        };

        // What reads the stream ends with the stream alone, so the session is ended and not the reading.
        Task reading = Task.Run(source.Process, TestContext.Current.CancellationToken);
        await Task.WhenAny(isComplete.Task, reading);
        await pipe.StopAsync(TestContext.Current.CancellationToken);
        await reading;
        return names.ToDictionary(name => name, name => told[name]);
    }
}
