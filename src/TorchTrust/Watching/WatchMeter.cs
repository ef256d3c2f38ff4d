using System.Diagnostics.Metrics;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching;

/// <summary>
/// The metrics of a training, under the meter <c>TorchTrust</c>: whoever listens in this process, such as <c>dotnet-counters</c> or an
/// exporter of the program's own, gets them. No paths, and a series for each layer only where it is asked for.
/// </summary>
internal sealed class WatchMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "TorchTrust";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _steps;
    private readonly Counter<long> _findings;
    private readonly Func<IReadOnlyDictionary<string, double>> _layers;
    private WatchPoint _last = new(0, double.NaN, double.NaN, double.NaN, double.NaN, 0);

    /// <summary>Begins to measure.</summary>
    /// <param name="layers">The last update ratio of each layer; nothing where series by layer are not asked for.</param>
    public WatchMeter(Func<IReadOnlyDictionary<string, double>> layers)
    {
        _layers = layers;
        _steps = _meter.CreateCounter<long>("torchtrust.train.steps", "{step}", "Steps of the optimizer.");
        _findings = _meter.CreateCounter<long>("torchtrust.train.findings", "{finding}", "What rules of watching have found.");
        Gauge("torchtrust.train.loss", "What the last backward pass began at.", () => _last.Loss);
        Gauge("torchtrust.train.learning_rate", "The learning rate of the first group.", () => _last.Rate);
        Gauge("torchtrust.train.gradient_norm", "The norm of all gradients before the last step that was looked at.", () => _last.GradientNorm);
        Gauge("torchtrust.train.epoch", "The epoch, from 1.", () => _last.Epoch > 0 ? _last.Epoch : double.NaN);
        _meter.CreateObservableGauge("torchtrust.train.update_ratio", Ratios, "1", "How much a step moves a weight against its size.");
    }

    /// <summary>A step was taken.</summary>
    public void Stepped(WatchPoint point)
    {
        _last = point;
        _steps.Add(1);
    }

    /// <summary>A rule has found something.</summary>
    public void Found(CheckResult result) => _findings.Add(
        1,
        new KeyValuePair<string, object?>("rule", result.CheckId),
        new KeyValuePair<string, object?>("severity", result.Severity == Severity.Error ? "error" : "question"));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string description, Func<double> value) =>
        _meter.CreateObservableGauge(name, () => value() is var now && double.IsNaN(now) ? Array.Empty<Measurement<double>>() : [new Measurement<double>(now)], null, description);

    private IEnumerable<Measurement<double>> Ratios()
    {
        if (!double.IsNaN(_last.UpdateRatio))
        {
            yield return new Measurement<double>(_last.UpdateRatio);
        }

        foreach ((string layer, double ratio) in _layers())
        {
            yield return new Measurement<double>(ratio, new KeyValuePair<string, object?>("layer", layer));
        }
    }
}
