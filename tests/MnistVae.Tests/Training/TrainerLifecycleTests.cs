using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;
using Tensorboard;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>How training begins, is stopped, and ends.</summary>
[Collection(nameof(SerialTests))]
public sealed class TrainerLifecycleTests : IDisposable
{
    private static readonly ImageShape s_shape = new(1, 8, 8);

    private readonly TemporaryFolder _folder = new();
    private readonly Vae _model = Weights.Seed(new CnnVae(s_shape, latentSize: 4), seed: 1);
    private readonly SyntheticImages _images = new(10, s_shape, seed: 1);
    private readonly TrainerOptions _options = new()
    {
        BatchSize = 4,
        Workers = 0,
        EvaluateEvery = Interval.Never,
        CheckpointEvery = Interval.Never,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CheckpointStore Store => new(_folder.Path);

    public void Dispose()
    {
        _model.Dispose();
        _images.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_begun_epoch_counts_as_one()
    {
        using Trainer trainer = Create();
        trainer.TrainSteps(1, Stop);

        TrainingResult result = trainer.Train(epochs: 2, Stop);

        Assert.Equal((6, 2, 5, false), (result.Step, result.Epoch, result.StepsTaken, result.Stopped));
    }

    [Fact]
    public void A_stop_finishes_the_step_and_saves()
    {
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<TrainingProgress>(progress =>
        {
            if (progress.Step == 4)
            {
                stop.Cancel();
            }
        });
        using Trainer trainer = Create(new TrainerParts { Checkpoints = Store, Progress = progress });

        TrainingResult result = trainer.Train(epochs: 9, stop.Token);

        using Checkpoint checkpoint = CheckpointFile.Read(Store.LastPath);
        Assert.True(result.Stopped);
        Assert.Equal(Store.LastPath, result.Checkpoint);
        Assert.Equal((4, 1, 1), (result.Step, trainer.Epoch, trainer.Batch));
        Assert.Equal((4, 1, 1), (checkpoint.Manifest.Step, checkpoint.Manifest.Epoch, checkpoint.Manifest.Batch));
        Assert.Equal([Store.LastPath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_stop_in_the_last_step_stops_nothing()
    {
        using var stop = new CancellationTokenSource();
        using Trainer trainer = Create(new TrainerParts
        {
            Progress = new SynchronousProgress<TrainingProgress>(_ => stop.Cancel()),
        });

        Assert.False(trainer.TrainSteps(1, stop.Token).Stopped);
    }

    [Fact]
    public void Last_and_best_checkpoint_are_kept()
    {
        // With so high a rate the loss goes up and down, and the best of 30 steps is neither the first nor the last.
        using Trainer trainer = Create(
            new TrainerParts { Checkpoints = Store },
            _options with { EvaluateEvery = Interval.Steps(1), LearningRate = 0.02, PictureCount = 0 });
        var losses = new List<double>();
        for (int i = 0; i < 30; i++)
        {
            losses.Add(trainer.TrainSteps(1, Stop).Evaluation!.Loss);
        }

        using Checkpoint last = CheckpointFile.Read(Store.LastPath);
        using Checkpoint best = CheckpointFile.Read(Store.BestPath);
        Assert.Equal(30, last.Manifest.Step);
        Assert.InRange(best.Manifest.Step, 2, 29);
        Assert.Equal(losses.Min(), trainer.BestLoss);
        Assert.Equal(losses.Min(), last.Manifest.BestLoss);
        Assert.Equal(losses.IndexOf(losses.Min()) + 1, best.Manifest.Step);
    }

    [Fact]
    public void Validation_data_decide_which_is_best_if_there_are_any()
    {
        var metrics = new RecordedMetrics();
        using var validation = new SyntheticImages(4, s_shape, seed: 9);
        using var trainer = new Trainer(
            _model,
            new TrainerData(_images, _images, validation),
            _options with { EvaluateEvery = Interval.Steps(1) },
            new TrainerParts { Metrics = metrics });

        trainer.TrainSteps(2, Stop);

        Assert.Equal(metrics.Of("validation/loss").Values.Min(), trainer.BestLoss);
        Assert.DoesNotContain(trainer.BestLoss!.Value, metrics.Of("test/loss").Values);
    }

    [Fact]
    public void Checkpoints_of_an_earlier_run_are_not_replaced()
    {
        using (Trainer first = Create(new TrainerParts { Checkpoints = Store }))
        {
            first.TrainSteps(2, Stop);
        }

        byte[] before = File.ReadAllBytes(Store.LastPath);
        using Trainer second = Create(new TrainerParts { Checkpoints = Store });

        var exception = Assert.Throws<CheckpointException>(() => second.TrainSteps(1, Stop));
        Assert.Contains("of an earlier run", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Store.LastPath));

        second.Resume(Store.LastPath);
        Assert.Equal(3, second.TrainSteps(1, Stop).Step);
    }

    [Fact]
    public void The_event_file_holds_what_was_logged_and_each_run_has_one()
    {
        var metrics = new RecordedMetrics();
        TrainerOptions options = _options with { EvaluateEvery = Interval.Steps(2), PictureCount = 3 };
        using (Trainer recorded = Create(new TrainerParts { Metrics = metrics }, options))
        {
            recorded.TrainSteps(3, Stop);
        }

        Weights.Seed(_model, seed: 1);
        using (var writer = new EventFileWriter(_folder.Path))
        {
            using Trainer trainer = Create(new TrainerParts { Metrics = writer }, options);
            trainer.TrainSteps(2, Stop);
            trainer.TrainSteps(1, Stop);
        }

        Event[] events = [.. EventFileReader.Read(Assert.Single(Directory.GetFiles(_folder.Path)))];
        var scalars = events.SelectMany(read => (read.Summary?.Value ?? []).Where(value => value.Image is null)
            .Select(value => (value.Tag, read.Step, Value: value.SimpleValue))).ToList();
        Assert.Equal(
            metrics.Scalars.Select(scalar => (scalar.Tag, scalar.Step)),
            scalars.Select(scalar => (scalar.Tag, scalar.Step)));
        Assert.Equal(
            metrics.Scalars.Where(IsRepeatable).Select(scalar => (float)scalar.Value),
            scalars.Where(scalar => IsRepeatable((scalar.Tag, 0, 0))).Select(scalar => scalar.Value));
        Assert.Equal(
            metrics.Images.Select(image => image.Image.Bytes.ToArray()),
            events.SelectMany(read => read.Summary?.Value ?? []).Where(value => value.Image is not null)
                .Select(value => value.Image.EncodedImageString.ToByteArray()));

        static bool IsRepeatable((string Tag, long, double) scalar) => scalar.Tag != MetricTags.ImagesPerSecond;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_number_of_workers_decides_nothing_about_the_result(int workers)
    {
        Assert.Empty(Weights.Differences(TrainWith(workers: 0), TrainWith(workers)));

        SortedDictionary<string, byte[]> TrainWith(int workers)
        {
            Weights.Seed(_model, seed: 1);
            using Trainer trainer = Create(options: _options with { Workers = workers });
            trainer.TrainSteps(7, Stop);
            return Weights.Bits(_model);
        }
    }

    [Fact]
    public void The_model_gets_its_generator_back()
    {
        using var generator = new Generator(1);
        _model.NoiseGenerator = generator;

        Create().Dispose();

        Assert.Same(generator, _model.NoiseGenerator);
    }

    [Fact]
    public void The_default_generator_is_not_touched()
    {
        using Tensor before = get_rng_state();
        using Trainer trainer = Create(options: _options with { EvaluateEvery = Interval.Steps(1) });
        trainer.TrainSteps(2, Stop);
        using Tensor after = get_rng_state();

        Assert.True(before.bytes.SequenceEqual(after.bytes));
    }

    [Fact]
    public void Images_of_another_shape_are_refused()
    {
        using var images = new SyntheticImages(4, new ImageShape(1, 4, 4), seed: 1);

        Assert.Contains(
            "have the shape [1, 4, 4], the model takes [1, 8, 8]",
            Assert.Throws<ArgumentException>(
                () => new Trainer(_model, new TrainerData(images, images), _options)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1e-3)]
    [InlineData(4, 0)]
    [InlineData(4, double.NaN)]
    public void Options_that_cannot_work_are_refused(int batchSize, double learningRate)
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => Create(options: new TrainerOptions { BatchSize = batchSize, LearningRate = learningRate }));

    private Trainer Create(TrainerParts? parts = null, TrainerOptions? options = null)
        => new(_model, new TrainerData(_images, _images), options ?? _options, parts);
}
