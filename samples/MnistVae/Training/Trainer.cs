using System.Diagnostics;
using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>
/// Trains a variational autoencoder with Adam. The state is the model's parameters and buffers, the optimizer, the
/// generator of the noise, and the position in the epoch; a trainer that resumes from a checkpoint of that state goes
/// on as if training had not been interrupted, bit for bit.
/// </summary>
/// <remarks>
/// Not for several threads at a time. The order of the images follows from seed and epoch, the noise from a generator
/// of the trainer's own; torch's default generator is neither used nor changed.
/// </remarks>
public sealed class Trainer : IDisposable
{
    private readonly Vae _model;
    private readonly TrainerData _data;
    private readonly TrainerOptions _options;
    private readonly TrainerParts _parts;
    private readonly BatchLoader _loader;
    private readonly Generator _noise;
    private readonly Adam _optimizer;
    private readonly TrainingStep _step;
    private readonly TrainingState _state;
    private readonly EvaluationLog _evaluation;
    private readonly Generator? _noiseBefore;
    private bool _ownsFolder;
    private long? _savedStep;

    /// <summary>Makes a trainer. The model is moved to the options' device.</summary>
    /// <param name="model">The model; it stays the caller's.</param>
    /// <param name="data">The data; they stay the caller's.</param>
    /// <param name="options">How to train.</param>
    /// <param name="parts">What to work with; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The training data are empty, or of another shape than the model's input.
    /// </exception>
    public Trainer(Vae model, TrainerData data, TrainerOptions options, TrainerParts? parts = null)
    {
        options.Validate();
        RequireFits(model, data);
        _model = model;
        _data = data;
        _options = options;
        _parts = parts ?? new TrainerParts();
        IVaeLoss loss = _parts.Loss ?? new VaeLoss(options.KlWeight);
        _loader = new BatchLoader(data.Train, new BatchLoaderOptions
        {
            BatchSize = options.BatchSize,
            Shuffle = true,
            Seed = options.Seed,
            Workers = options.Workers,
        });
        model.to(options.Device);
        _noise = _parts.CreateNoiseGenerator(options.Seed);
        _noiseBefore = model.NoiseGenerator;
        model.NoiseGenerator = _noise;
        _optimizer = _parts.CreateOptimizer(model, options.LearningRate);
        _step = new TrainingStep(model, loss, _optimizer);
        _state = new TrainingState(model, _optimizer, _noise, options, data.Train.Count);
        _evaluation = new EvaluationLog(model, data, new Evaluator(loss, options), _parts.Metrics, options);
    }

    /// <summary>The number of steps taken, those before a checkpoint that was resumed from included.</summary>
    public long Step => _state.Step;

    /// <summary>The number of complete epochs.</summary>
    public long Epoch => _state.Epoch;

    /// <summary>The number of batches taken from the epoch that has begun.</summary>
    public long Batch => _state.Batch;

    /// <summary>The number of batches of an epoch; the last may be smaller.</summary>
    public long BatchesPerEpoch => _loader.BatchesPerEpoch;

    /// <summary>The lowest loss of an evaluation so far; null before the first.</summary>
    public double? BestLoss => _state.BestLoss;

    /// <summary>Trains on, to the end of so many epochs. An epoch that has begun counts as one.</summary>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="stop">Ends training after the step that is being taken; the state is saved.</param>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite.</exception>
    /// <exception cref="CheckpointException">The folder has checkpoints of another run.</exception>
    /// <exception cref="OutputFileException">A file cannot be written.</exception>
    public TrainingResult Train(long epochs, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        long end = Epoch + epochs;
        return Run(() => Epoch >= end, stop);
    }

    /// <summary>Trains on, for so many steps.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="stop">Ends training after the step that is being taken; the state is saved.</param>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite.</exception>
    /// <exception cref="CheckpointException">The folder has checkpoints of another run.</exception>
    /// <exception cref="OutputFileException">A file cannot be written.</exception>
    public TrainingResult TrainSteps(long steps, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        long end = Step + steps;
        return Run(() => Step >= end, stop);
    }

    /// <summary>Evaluates the model on the test data, without a trace in training, and logs nothing.</summary>
    public EvaluationResult Evaluate() => _evaluation.Evaluate(_data.Test);

    /// <summary>
    /// Goes on from a checkpoint. If it is of the folder that checkpoints are kept in, they are replaced from now on.
    /// </summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <exception cref="CheckpointException">
    /// It is damaged or of other training; nothing was loaded from it.
    /// </exception>
    public void Resume(string path)
    {
        _state.Restore(path);
        _ownsFolder |= _parts.Checkpoints?.Holds(path) ?? false;
        _savedStep = null;
    }

    /// <summary>Takes one step on images that are given, and logs it, as training does with those of its loader.</summary>
    /// <param name="images">The images, <c>[N, C, H, W]</c>; they stay the caller's.</param>
    /// <exception cref="NonFiniteException">A loss or a gradient is not finite.</exception>
    internal StepResult TrainOn(Tensor images)
    {
        var time = Stopwatch.StartNew();
        StepResult result = Take(images);
        Log(result, images.shape[0] / time.Elapsed.TotalSeconds);
        return result;
    }

    /// <summary>Gives the images of the n-th batch of all epochs in a row, from 0.</summary>
    internal Tensor ImagesOf(long batch) => _loader.Epoch(batch / BatchesPerEpoch, batch % BatchesPerEpoch).First().Images;

    /// <summary>Writes the state from which <see cref="Resume"/> goes on.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    internal void SaveTo(string path)
    {
        using Checkpoint checkpoint = _state.Capture();
        CheckpointFile.Write(path, checkpoint);
    }

    /// <summary>Frees optimizer and generator, and gives the model its generator back.</summary>
    public void Dispose()
    {
        _model.NoiseGenerator = _noiseBefore;
        _optimizer.Dispose();
        _noise.Dispose();
    }

    /// <summary>Takes what is logged.</summary>
    internal IMetricWriter Metrics => _parts.Metrics;

    private string? LastGoodCheckpoint => _parts.Checkpoints is { HasLast: true } store ? store.LastPath : null;

    private TrainingResult Run(Func<bool> isDone, CancellationToken stop)
    {
        RequireOwnFolder();
        var time = Stopwatch.StartNew();
        long firstStep = Step;
        StepResult? last = null;
        EvaluationResult? evaluation = null;
        _model.train();
        while (!isDone() && !stop.IsCancellationRequested)
        {
            TimeSpan before = time.Elapsed;
            foreach (Batch batch in _loader.Epoch(Epoch, Batch))
            {
                long images = batch.Images.shape[0];
                last = Take(batch);
                double imagesPerSecond = images / (time.Elapsed - before).TotalSeconds;
                Log(last.Value, imagesPerSecond);
                EvaluationResult? now = EvaluateAndSave();
                evaluation = now ?? evaluation;
                _parts.Progress?.Report(
                    new TrainingProgress(Step, Epoch, Batch, BatchesPerEpoch, last.Value, imagesPerSecond, now));
                before = time.Elapsed;
                if (isDone() || stop.IsCancellationRequested)
                {
                    break;
                }
            }
        }

        bool stopped = !isDone();
        if (_savedStep != Step)
        {
            Save(isBest: false);
        }

        _parts.Metrics.Flush();
        return new TrainingResult(
            Step,
            Epoch,
            Step - firstStep,
            stopped,
            last,
            evaluation,
            BestLoss,
            LastGoodCheckpoint,
            time.Elapsed);
    }

    private StepResult Take(Batch batch)
    {
        using (batch)
        {
            return Take(batch.Images);
        }
    }

    private StepResult Take(Tensor images)
    {
        using var scope = NewDisposeScope();
        StepResult result = _step.Take(images.to(_options.Device), out NonFiniteFinding? finding);
        if (finding is not null)
        {
            throw new NonFiniteException(Step + 1, finding, LastGoodCheckpoint);
        }

        _state.Step++;
        _state.Batch++;
        if (_state.Batch == BatchesPerEpoch)
        {
            _state.Epoch++;
            _state.Batch = 0;
        }

        return result;
    }

    /// <summary>Evaluates and saves where it is time to: what follows on each step.</summary>
    /// <returns>The result on the test data; null where it is not yet time.</returns>
    internal EvaluationResult? EvaluateAndSave()
    {
        bool epochEnds = Batch == 0;
        EvaluationResult? test = null;
        bool isBest = false;
        if (_options.EvaluateEvery.IsDue(Step, epochEnds))
        {
            (test, EvaluationResult deciding) = _evaluation.Run(Step);
            isBest = deciding.Loss < (BestLoss ?? double.PositiveInfinity);
            _state.BestLoss = isBest ? deciding.Loss : BestLoss;
        }

        if (isBest || _options.CheckpointEvery.IsDue(Step, epochEnds))
        {
            Save(isBest);
        }

        return test;
    }

    private void Save(bool isBest)
    {
        if (_parts.Checkpoints is { } store)
        {
            using Checkpoint checkpoint = _state.Capture();
            store.Save(checkpoint, isBest);
            _savedStep = Step;
        }
    }

    private void Log(StepResult result, double imagesPerSecond) => _parts.Metrics.WriteScalars(
            Step,
            new Metric(MetricTags.TrainReconstruction, result.Reconstruction),
            new Metric(MetricTags.TrainKlDivergence, result.KlDivergence),
            new Metric(MetricTags.TrainLoss, result.Loss),
            new Metric(MetricTags.LearningRate, _optimizer.ParamGroups.First().LearningRate),
            new Metric(MetricTags.GradientNorm, result.GradientNorm),
            new Metric(MetricTags.ImagesPerSecond, imagesPerSecond));

    /// <summary>Checkpoints of another run are not replaced; those of this one, or that it resumed from, are.</summary>
    private void RequireOwnFolder()
    {
        if (!_ownsFolder)
        {
            _parts.Checkpoints?.RequireEmpty();
            _ownsFolder = true;
        }
    }

    private static void RequireFits(Vae model, TrainerData data)
    {
        if (data.Train.Count == 0)
        {
            throw new ArgumentException("The training data are empty.", nameof(data));
        }

        foreach (IBatchSource? source in new[] { data.Train, data.Test, data.Validation })
        {
            if (source is not null && source.Shape != model.InputShape)
            {
                throw new ArgumentException(
                    $"The images have the shape {source.Shape}, the model takes {model.InputShape}.", nameof(data));
            }
        }
    }
}
