using System.CommandLine;

namespace MnistVae.Run;

/// <summary><c>train</c>: begins a run, or goes on with one.</summary>
internal sealed class TrainCommand
{
    private const int MostEpochs = 100_000;
    private const int MostImagesInBatch = 60_000;
    private const int MostLatentValues = 4096;
    private const int MostWorkers = 64;

    private static readonly RunOptions _defaults = new();

    private readonly UserInterface _user;
    private readonly Option<ModelKind?> _model = OptionKinds.OneOf<ModelKind>(
        "--model", $"The model ({_defaults.Model.ToString().ToLowerInvariant()} if not given)");

    private readonly Option<long?> _epochs = OptionKinds.WholeNumber(
        "--epochs", $"How often the images are seen ({_defaults.Epochs} if not given)", 1, MostEpochs);

    private readonly Option<long?> _batchSize = OptionKinds.WholeNumber(
        "--batch-size", $"The images of a step ({_defaults.BatchSize} if not given)", 1, MostImagesInBatch);

    private readonly Option<double?> _learningRate = OptionKinds.PositiveNumber(
        "--learning-rate", "The learning rate of Adam (0.001 if not given)", 10);

    private readonly Option<long?> _latentSize = OptionKinds.WholeNumber(
        "--latent-size", $"The values of a latent code ({_defaults.LatentSize} if not given)", 1, MostLatentValues);

    private readonly Option<long?> _seed = OptionKinds.WholeNumber(
        "--seed", "Decides all that is random (0 if not given)", 0, long.MaxValue);

    private readonly Option<long?> _workers = OptionKinds.WholeNumber(
        "--workers",
        $"The threads that prepare images beside the training, or 0 ({_defaults.Workers} if not given)",
        0,
        MostWorkers);

    private readonly Option<string?> _device = OptionKinds.Device();
    private readonly Option<long?> _limit = OptionKinds.WholeNumber(
        "--limit", "For quick trials, use that many training and test images", 1, 60_000);

    private readonly Option<string?> _data = OptionKinds.PathName(
        "--data", "The folder of the data, if not that of the program", "FOLDER");

    private readonly Option<string?> _run = OptionKinds.PathName(
        "--run", "The folder of the run (runs/TIME-MODEL if not given)", "FOLDER");

    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the run in the folder of --run" };

    /// <summary>Makes the command.</summary>
    /// <param name="user">Where the words go.</param>
    public TrainCommand(UserInterface user)
    {
        _user = user;
        Command = new Command("train", "Trains a model into a run folder: logs, checkpoints, pictures.")
        {
            _model, _epochs, _batchSize, _learningRate, _latentSize, _seed, _workers, _device, _limit, _data, _run, _resume,
        };
        Command.SetAction(Train);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Train(ParseResult given)
    {
        string? path = given.GetValue(_run);
        if (!given.GetValue(_resume))
        {
            RunOptions options = Apply(given, _defaults);
            RunFolder folder = path is null ? RunFolder.Unused(options.Model, DateTimeOffset.Now) : new RunFolder(path);
            return new TrainingRun(_user, folder, options, isResumed: false).Train();
        }

        if (path is null)
        {
            throw new UsageException("--resume has no run to go on with; allowed is --resume with --run FOLDER.");
        }

        var resumed = new RunFolder(path);
        RunOptions stored = resumed.ReadOptions();
        RunOptions wanted = Apply(given, stored);
        RequireSameTraining(stored, wanted);
        return new TrainingRun(_user, resumed, wanted, isResumed: true).Train();
    }

    /// <summary>What was given on the command line, and the rest from elsewhere.</summary>
    private RunOptions Apply(ParseResult given, RunOptions rest) => new()
    {
        Model = given.GetValue(_model) ?? rest.Model,
        Epochs = (int)(given.GetValue(_epochs) ?? rest.Epochs),
        BatchSize = (int)(given.GetValue(_batchSize) ?? rest.BatchSize),
        LearningRate = given.GetValue(_learningRate) ?? rest.LearningRate,
        LatentSize = (int)(given.GetValue(_latentSize) ?? rest.LatentSize),
        Seed = given.GetValue(_seed) ?? rest.Seed,
        Workers = (int)(given.GetValue(_workers) ?? rest.Workers),
        Device = given.GetValue(_device) ?? rest.Device,
        Limit = (int?)given.GetValue(_limit) ?? rest.Limit,
        Data = given.GetValue(_data) ?? rest.Data,
    };

    /// <summary>A run goes on with what it was begun with; only what does not change its course may differ.</summary>
    private void RequireSameTraining(RunOptions stored, RunOptions wanted)
    {
        (string Name, object? Stored, object? Wanted)[] fixedOptions =
        [
            (_model.Name, stored.Model.ToString().ToLowerInvariant(), wanted.Model.ToString().ToLowerInvariant()),
            (_batchSize.Name, stored.BatchSize, wanted.BatchSize),
            (_learningRate.Name, stored.LearningRate, wanted.LearningRate),
            (_latentSize.Name, stored.LatentSize, wanted.LatentSize),
            (_seed.Name, stored.Seed, wanted.Seed),
            (_limit.Name, stored.Limit, wanted.Limit),
        ];
        foreach ((string name, object? storedValue, object? wantedValue) in fixedOptions)
        {
            if (!Equals(storedValue, wantedValue))
            {
                throw new UsageException(FormattableString.Invariant(
                    $"{name} is '{wantedValue}'; allowed with --resume is what the run was begun with, '{storedValue ?? "none"}'."));
            }
        }
    }
}
