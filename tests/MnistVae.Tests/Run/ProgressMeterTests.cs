using MnistVae.Run;
using MnistVae.Training;

namespace MnistVae.Tests.Run;

public sealed class ProgressMeterTests
{
    private readonly ManualClock _clock = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void Reports_are_as_rare_as_the_reporter_wishes()
    {
        var meter = new ProgressMeter(_recorder, epochs: 1, _clock);

        for (long step = 1; step <= 99; step++)
        {
            _clock.Advance(0.1);
            meter.Report(Progress(step, epoch: 0, batch: step, loss: 1));
        }

        Assert.Equal([20L, 40L, 60L, 80L], _recorder.States.Select(state => state.Step));
    }

    [Fact]
    public void The_remaining_time_follows_from_the_pace_of_this_process()
    {
        var meter = new ProgressMeter(_recorder, epochs: 3, _clock);

        // Resumed after 150 of 300 steps: ten steps in two seconds leave 140, which take 28.
        for (long step = 151; step <= 160; step++)
        {
            _clock.Advance(0.2);
            meter.Report(Progress(step, epoch: 1, batch: step - 100, loss: 7));
        }

        ProgressState state = Assert.Single(_recorder.States);
        Assert.Equal((2, 3, 160L, 300L, 7.0), (state.Epoch, state.Epochs, state.Step, state.Steps, state.Loss));
        Assert.Equal(28, state.Remaining.TotalSeconds, precision: 6);
        Assert.Equal(640, state.ImagesPerSecond, precision: 6);
    }

    [Fact]
    public void An_epoch_is_summed_up_by_the_mean_of_its_losses()
    {
        var meter = new ProgressMeter(_recorder, epochs: 2, _clock);

        foreach ((long step, long epoch, long batch, double loss) in new[]
        {
            (1L, 0L, 1L, 10.0), (2L, 0L, 2L, 20.0), (3L, 1L, 0L, 30.0), (4L, 1L, 1L, 4.0), (5L, 1L, 2L, 5.0), (6L, 2L, 0L, 9.0),
        })
        {
            _clock.Advance(0.5);
            meter.Report(Progress(step, epoch, batch, loss));
        }

        Assert.Equal(
            [
                new EpochSummary(1, 2, 20, 33, TimeSpan.FromSeconds(1.5)),
                new EpochSummary(2, 2, 6, 33, TimeSpan.FromSeconds(1.5)),
            ],
            _recorder.Summaries);
    }

    private static TrainingProgress Progress(long step, long epoch, long batch, double loss) => new(
        step,
        epoch,
        batch,
        BatchesPerEpoch: 100,
        new StepResult(loss - 1, 1, loss, 1),
        ImagesPerSecond: 640,
        batch == 0 ? new EvaluationResult(10, 30, 3, 33) : null);

    private sealed class Recorder : IProgressReporter
    {
        public TimeSpan Interval => TimeSpan.FromSeconds(2);

        public List<ProgressState> States { get; } = [];

        public List<EpochSummary> Summaries { get; } = [];

        public void Report(ProgressState progress) => States.Add(progress);

        public void Report(EpochSummary summary) => Summaries.Add(summary);

        public void Say(string line) => throw new InvalidOperationException("A meter has nothing to say.");
    }
}
