using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>What holds for training, whatever the model. A derived class names the model, or breaks a part.</summary>
public abstract class TrainerTests : IDisposable
{
    private protected static readonly ImageShape Small = new(1, 8, 8);

    private readonly List<IDisposable> _owned = [];

    /// <summary>
    /// The options that most tests use: 10 images in batches of 4, so that the last batch is smaller.
    /// </summary>
    private protected static TrainerOptions Options { get; } = new()
    {
        BatchSize = 4,
        Seed = 3,
        Workers = 0,
        EvaluateEvery = Interval.Never,
        PictureCount = 0,
    };

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How often the run of 500 steps evaluates, draws pictures and saves.</summary>
    private protected virtual Interval EvaluateEvery => Interval.Steps(25);

    private protected abstract Vae CreateModel(ImageShape shape);

    /// <summary>Where a derived class breaks a part of the trainer.</summary>
    private protected virtual TrainerParts Change(TrainerParts parts) => parts;

    /// <summary>Where a derived class makes the trainer deaf to an option.</summary>
    private protected virtual TrainerOptions Change(TrainerOptions options) => options;

    public void Dispose()
    {
        _owned.Reverse();
        _owned.ForEach(owned => owned.Dispose());
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Each_step_logs_what_a_recomputation_gives()
    {
        var metrics = new RecordedMetrics();
        Vae twin = Own(Build(seed: 1));
        TrainerData data = Data();

        Train(steps: 5, data: data, parts: new TrainerParts { Metrics = metrics });

        string[] tags =
        [
            MetricTags.TrainReconstruction, MetricTags.TrainKlDivergence, MetricTags.TrainLoss, MetricTags.LearningRate,
            MetricTags.GradientNorm, MetricTags.ImagesPerSecond,
        ];
        Assert.All(tags, tag => Assert.Equal([1, 2, 3, 4, 5], metrics.Of(tag).Keys));
        Assert.All(metrics.Scalars, scalar => Assert.True(double.IsFinite(scalar.Value), scalar.ToString()));
        Assert.All(metrics.Of(MetricTags.LearningRate).Values, rate => Assert.Equal(Options.LearningRate, rate));
        Assert.All(metrics.Of(MetricTags.ImagesPerSecond).Values, rate => Assert.True(rate > 0));
        foreach ((long step, StepResult reference) in Recompute(twin, data, steps: 5))
        {
            Same(reference.Reconstruction, metrics.Of(MetricTags.TrainReconstruction)[step]);
            Same(reference.KlDivergence, metrics.Of(MetricTags.TrainKlDivergence)[step]);
            Same(reference.Loss, metrics.Of(MetricTags.TrainLoss)[step]);
            Same(reference.GradientNorm, metrics.Of(MetricTags.GradientNorm)[step]);
        }

        static void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-3 * Math.Abs(expected));
    }

    [Fact]
    public void Each_evaluation_logs_its_loss_and_pictures()
    {
        var metrics = new RecordedMetrics();
        TrainerData data = Data();
        TrainerOptions options = Options with { EvaluateEvery = Interval.Steps(2), PictureCount = 3 };

        Vae model = Train(steps: 4, data: data, options: options, parts: new TrainerParts { Metrics = metrics });

        EvaluationResult reference = new Evaluator(new VaeLoss(), options).Evaluate(model, data.Test);
        Assert.Equal([2, 4], metrics.Of("test/loss").Keys);
        Assert.Equal(reference.Loss, metrics.Of("test/loss")[4], 1e-5 * reference.Loss);
        Assert.Equal(reference.Reconstruction, metrics.Of("test/recon_loss")[4], 1e-5 * reference.Loss);
        Assert.Equal(reference.KlDivergence, metrics.Of("test/kl_div_loss")[4], 1e-5 * reference.Loss);
        Assert.Equal(
            [
                (MetricTags.Reconstructions, 2L, 24, 16), (MetricTags.Generated, 2L, 24, 8),
                (MetricTags.Reconstructions, 4L, 24, 16), (MetricTags.Generated, 4L, 24, 8),
            ],
            metrics.Images.Select(image => (image.Tag, image.Step, image.Image.Width, image.Image.Height)));
    }

    /// <summary>
    /// The article's 500 steps, with evaluations, pictures, logs and checkpoints, its bound of 30, and two controls measured
    /// here: the best constant image, and as many steps on targets that belong to other inputs.
    /// </summary>
    [Fact]
    public void One_batch_is_learnt_by_heart()
    {
        using var folder = new TemporaryFolder();
        using var mnist = MnistData.Open(
            MnistData.DefaultFolder, new MnistDataOptions { Limit = 4, MaximumRotation = 0 });
        using Batch batch = mnist.Train.GetBatch([0, 1, 2, 3], epoch: 0);
        var data = new TrainerData(mnist.Train, mnist.Train);
        TrainerOptions options = Options with
        {
            EvaluateEvery = EvaluateEvery,
            CheckpointEvery = EvaluateEvery,
            PictureCount = 1,
        };

        using var metrics = new EventFileWriter(folder.Path);
        var checkpoints = new CheckpointStore(Path.Combine(folder.Path, "checkpoints"));
        Vae model = Own(Build(seed: 1, data.Train.Shape));
        Take500Steps(model, data, options, new TrainerParts { Metrics = metrics, Checkpoints = checkpoints });
        using Tensor constant = batch.Images.mean([0], keepdim: true);
        double error = Error(model, batch.Images, batch.Images);
        double bestConstant = VaeLoss.Reconstruction(constant.expand_as(batch.Images), batch.Images).item<float>();
        Assert.True(
            error < 30 && error < bestConstant / 4,
            $"After 500 steps the squared error of a sample is {error}; the best constant image gives {bestConstant}.");

        Vae control = Own(Build(seed: 1, data.Train.Shape));
        Take500Steps(control, data, Options, new TrainerParts { Loss = TowardsStrangers() });
        using Tensor strangers = batch.Images.roll(1, 0);
        double unrelated = Error(control, batch.Images, strangers);
        Assert.True(
            error < unrelated / 4,
            $"After 500 steps the squared error of a sample is {error}; as many steps on targets that belong to other inputs give "
                + $"{unrelated}.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
        => Assert.Empty(Weights.Differences(Weights.Bits(Train(steps: 7)), Weights.Bits(Train(steps: 7))));

    [Fact]
    public void Another_seed_gives_other_bits()
        => Assert.NotEmpty(Weights.Differences(
            Weights.Bits(Train(steps: 7)), Weights.Bits(Train(steps: 7, options: Options with { Seed = 4 }))));

    [Fact]
    public void Every_parameter_receives_a_gradient()
    {
        Vae model = Train(steps: 1);

        Assert.Empty(model.named_parameters()
            .Where(named => named.parameter.grad is not { } gradient || gradient.count_nonzero().item<long>() == 0)
            .Select(named => named.name));
    }

    [Fact]
    public void Every_parameter_is_changed_by_the_optimizer()
    {
        SortedDictionary<string, byte[]> before = Weights.Bits(Own(Build(seed: 1)));

        Assert.Equal(before.Keys, Weights.Differences(before, Weights.Bits(Train(steps: 1))));
    }

    [Fact]
    public void Evaluation_leaves_no_trace_in_training()
    {
        Vae never = Train(steps: 7);
        Vae always = Train(
            steps: 7, options: Options with { EvaluateEvery = Interval.Steps(1), PictureCount = 3 });

        Assert.Empty(Weights.Differences(Weights.Bits(never), Weights.Bits(always)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_run_that_is_resumed_gives_the_bits_of_one_that_was_not_stopped(int stopAfter)
    {
        using var folder = new TemporaryFolder();
        Vae whole = Train(steps: 8);
        Train(steps: stopAfter, parts: new TrainerParts { Checkpoints = new CheckpointStore(folder.Path) });
        Vae resumed = Own(Build(seed: 2));
        using Trainer trainer = CreateTrainer(
            resumed, Data(), parts: new TrainerParts { Checkpoints = new CheckpointStore(folder.Path) });

        trainer.Resume(new CheckpointStore(folder.Path).LastPath);
        Assert.Equal(stopAfter, trainer.Step);
        trainer.TrainSteps(8 - stopAfter, Stop);

        Assert.Empty(Weights.Differences(Weights.Bits(whole), Weights.Bits(resumed)));
    }

    [Fact]
    public void Training_twice_goes_on()
    {
        var metrics = new RecordedMetrics();
        Vae twice = Own(Build(seed: 1));
        using Trainer trainer = CreateTrainer(twice, Data(), parts: new TrainerParts { Metrics = metrics });

        trainer.TrainSteps(4, Stop);
        trainer.TrainSteps(4, Stop);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], metrics.Of(MetricTags.TrainLoss).Keys);
        Assert.Empty(Weights.Differences(Weights.Bits(Train(steps: 8)), Weights.Bits(twice)));
    }

    private protected Trainer CreateTrainer(
        Vae model, TrainerData data, TrainerOptions? options = null, TrainerParts? parts = null)
        => new(model, data, Change(options ?? Options), Change(parts ?? new TrainerParts()));

    private protected TrainerData Data() => new(
        Own(new SyntheticImages(10, Small, seed: 1)), Own(new SyntheticImages(6, Small, seed: 2)));

    /// <summary>Trains a new model, which stays as training left it until the test ends.</summary>
    private protected Vae Train(
        long steps, TrainerData? data = null, TrainerOptions? options = null, TrainerParts? parts = null)
    {
        data ??= Data();
        Vae model = Own(Build(seed: 1, data.Train.Shape));
        using Trainer trainer = CreateTrainer(model, data, options, parts);
        trainer.TrainSteps(steps, Stop);
        return model;
    }

    private protected Vae Build(ulong seed, ImageShape? shape = null)
        => Weights.Seed(CreateModel(shape ?? Small), seed);

    private protected T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>The same steps written bare, with the loss computed in double precision by other formulas.</summary>
    private static IEnumerable<(long Step, StepResult Result)> Recompute(Vae model, TrainerData data, long steps)
    {
        using var noise = new Generator((ulong)Options.Seed);
        using Adam optimizer = optim.Adam(model.parameters(), Options.LearningRate);
        model.NoiseGenerator = noise;
        var loader = new BatchLoader(data.Train, new BatchLoaderOptions
        {
            BatchSize = Options.BatchSize,
            Seed = Options.Seed,
            Shuffle = true,
            Workers = 0,
        });
        IEnumerable<Batch> batches = Enumerable.Range(0, 3).SelectMany(epoch => loader.Epoch(epoch));
        long step = 0;
        foreach (Batch batch in batches.Take((int)steps))
        {
            using var _ = batch;
            using var scope = NewDisposeScope();
            (Tensor decoded, Tensor mean, Tensor logSigma) = model.call(batch.Images);
            long count = batch.Images.shape[0];
            Tensor reconstruction = (decoded - batch.Images).to(float64).pow(2).sum() / count;
            Tensor variance = (2 * logSigma.to(float64)).exp();
            Tensor divergence = -0.5 * (1 + variance.log() - mean.to(float64).pow(2) - variance).sum() / count;
            Tensor loss = reconstruction + divergence;
            optimizer.zero_grad();
            loss.backward();
            double squares = model.parameters()
                .Sum(parameter => parameter.grad!.to(float64).pow(2).sum().item<double>());
            optimizer.step();
            yield return (++step, new StepResult(
                reconstruction.item<double>(), divergence.item<double>(), loss.item<double>(), Math.Sqrt(squares)));
        }
    }

    private void Take500Steps(Vae model, TrainerData data, TrainerOptions options, TrainerParts parts)
    {
        using Trainer trainer = CreateTrainer(model, data, options, parts);
        trainer.TrainSteps(500, Stop);
    }

    /// <summary>
    /// A loss by which each image shall become another one of its batch; which one differs whenever the batch is shuffled.
    /// </summary>
    private static DelegateLoss TowardsStrangers() => new(
        (output, images) => VaeLoss.Reconstruction(output.Reconstruction, images.roll(1, 0)),
        output => VaeLoss.KlDivergence(output.Mean, output.LogSigma));

    /// <summary>The squared error of a sample, decoded from the mean of its code.</summary>
    private static double Error(Vae model, Tensor images, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        (Tensor mean, Tensor _) = model.Encode(images);
        return VaeLoss.Reconstruction(model.Decode(mean), targets).item<float>();
    }
}
