using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching;

/// <summary>
/// The metrics of a training, under the meter <c>TorchTrust</c>, and what is found, as events of an activity source of the same name:
/// whoever listens in this process, such as <c>dotnet-counters</c> or an exporter of the program's own, gets them. No paths, and a series
/// for each layer only where it is asked for.
/// </summary>
internal sealed class WatchMeter : IDisposable
{
    /// <summary>The name of the meter, and of the source of events.</summary>
    public const string Name = "TorchTrust";

    /// <summary>The name of the span that tells of a finding, and of the event in it.</summary>
    public const string FindingName = "torchtrust.train.finding";

    private static readonly ActivitySource _source = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _steps;
    private readonly Counter<long> _findings;
    private readonly Func<IReadOnlyDictionary<string, double>> _layers;

    /// <summary>Written by the training and read by whoever measures: exchanged whole.</summary>
    private volatile StrongBox<WatchPoint> _latest = new(new(0, double.NaN, double.NaN, double.NaN, double.NaN, 0));

    /// <summary>Begins to measure.</summary>
    /// <param name="layers">The last update ratio of each layer; nothing where series by layer are not asked for.</param>
    public WatchMeter(Func<IReadOnlyDictionary<string, double>> layers)
    {
        _layers = layers;
        _steps = _meter.CreateCounter<long>("torchtrust.train.steps", "{step}", "Steps of the optimizer.");
        _findings = _meter.CreateCounter<long>("torchtrust.train.findings", "{finding}", "What rules of watching have found.");
        Gauge("torchtrust.train.loss", "What the last backward pass began at, or the loss that was told last.", () => Last.Loss);
        Gauge("torchtrust.train.learning_rate", "The learning rate of the first group.", () => Last.Rate);
        Gauge("torchtrust.train.gradient_norm", "The norm of all gradients, at the last step that was looked at.", () => Last.GradientNorm);
        Gauge("torchtrust.train.epoch", "The epoch, from 1.", () => Last.Epoch > 0 ? Last.Epoch : double.NaN);
        _meter.CreateObservableGauge("torchtrust.train.update_ratio", Ratios, "1", "How much a step moves a weight against its size.");
    }

    /// <summary>A step was taken.</summary>
    public void Stepped(WatchPoint point)
    {
        _latest = new(point);
        _steps.Add(1);
    }

    /// <summary>A rule has found something.</summary>
    public void Found(CheckResult result)
    {
        string severity = result.Severity == Severity.Error ? "error" : "question";
        _findings.Add(
            1, new KeyValuePair<string, object?>("rule", result.CheckId), new KeyValuePair<string, object?>("severity", severity));

        // A span of its own, within the program's where there is one: it is over at once, and exported while the training goes on.
        using Activity? span = _source.StartActivity(FindingName);
        span?.AddEvent(new ActivityEvent(FindingName, tags: new ActivityTagsCollection
        {
            ["rule"] = result.CheckId,
            ["severity"] = severity,
            ["message"] = result.Findings[0].What,
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private WatchPoint Last => _latest.Value;

    private void Gauge(string name, string description, Func<double> value)
    {
        IEnumerable<Measurement<double>> Measure() => value() is var now && double.IsNaN(now) ? [] : [new Measurement<double>(now)];
        _meter.CreateObservableGauge(name, Measure, null, description);
    }

    private IEnumerable<Measurement<double>> Ratios()
    {
        if (!double.IsNaN(Last.UpdateRatio))
        {
            yield return new Measurement<double>(Last.UpdateRatio);
        }

        foreach ((string layer, double ratio) in _layers())
        {
            yield return new Measurement<double>(ratio, new KeyValuePair<string, object?>("layer", layer));
        }
    }
}
