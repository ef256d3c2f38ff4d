using System.Diagnostics.Metrics;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Hears the numbers of a meter of <c>System.Diagnostics.Metrics</c> until it is disposed. They have no step: each instrument is counted.
/// </summary>
internal sealed class MeterRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<Instrument, long> _counts = [];
    private readonly ScalarRecorder _record;

    /// <summary>Listens to all instruments of a meter.</summary>
    /// <param name="meter">The name of the meter.</param>
    /// <param name="record">Told each measurement, under the name of its instrument.</param>
    public MeterRecorder(string meter, ScalarRecorder record)
    {
        _record = record;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Hear(instrument, value));
        _listener.SetMeasurementEventCallback<float>((instrument, value, _, _) => Hear(instrument, value));
        _listener.SetMeasurementEventCallback<decimal>((instrument, value, _, _) => Hear(instrument, (double)value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Hear(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Hear(instrument, value));
        _listener.SetMeasurementEventCallback<short>((instrument, value, _, _) => Hear(instrument, value));
        _listener.SetMeasurementEventCallback<byte>((instrument, value, _, _) => Hear(instrument, value));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.RecordObservableInstruments();
        _listener.Dispose();
    }

    private void Hear(Instrument instrument, double value)
    {
        lock (_counts)
        {
            long step = _counts[instrument] = _counts.GetValueOrDefault(instrument) + 1;
            _record(instrument.Name, value, step);
        }
    }
}
