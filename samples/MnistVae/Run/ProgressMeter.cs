using MnistVae.Training;

namespace MnistVae.Run;

/// <summary>
/// Listens to a trainer, and passes on what is worth showing, as seldom as the reporter wishes: the steps in between
/// cost two additions each.
/// </summary>
/// <param name="reporter">Takes the news.</param>
/// <param name="epochs">The number of epochs of the run.</param>
/// <param name="clock">Measures the time.</param>
internal sealed class ProgressMeter(IProgressReporter reporter, int epochs, TimeProvider clock)
    : IProgress<TrainingProgress>
{
    private const double NewestShare = 0.05;

    private readonly long _start = clock.GetTimestamp();
    private long _stepsBefore = -1;
    private long _lastReport;
    private long _epochStart;
    private double _epochLoss;
    private long _epochSteps;
    private double _imagesPerSecond;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        long now = clock.GetTimestamp();
        if (_stepsBefore < 0)
        {
            (_stepsBefore, _epochStart, _lastReport) = (value.Step - 1, _start, _start);
            _imagesPerSecond = value.ImagesPerSecond;
        }

        _epochLoss += value.Result.Loss;
        _epochSteps++;
        _imagesPerSecond += NewestShare * (value.ImagesPerSecond - _imagesPerSecond);
        if (clock.GetElapsedTime(_lastReport, now) >= reporter.Interval)
        {
            _lastReport = now;
            reporter.Report(State(value, clock.GetElapsedTime(_start, now)));
        }

        if (value.Batch == 0)
        {
            EndEpoch(value, now);
        }
    }

    private void EndEpoch(TrainingProgress value, long now)
    {
        double testLoss = value.Evaluation?.Loss ?? double.NaN;
        reporter.Report(new EpochSummary(
            (int)value.Epoch, epochs, _epochLoss / _epochSteps, testLoss, clock.GetElapsedTime(_epochStart, now)));
        (_epochStart, _epochLoss, _epochSteps) = (now, 0, 0);
    }

    private ProgressState State(TrainingProgress value, TimeSpan elapsed)
    {
        long steps = epochs * value.BatchesPerEpoch;
        long done = value.Step - _stepsBefore;
        int epoch = (int)(value.Batch == 0 ? value.Epoch : value.Epoch + 1);
        return new ProgressState(
            epoch, epochs, value.Step, steps, value.Result.Loss, _imagesPerSecond, elapsed * (steps - value.Step) / done);
    }
}
