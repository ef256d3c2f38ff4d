using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp;

namespace MnistVae.Bench;

/// <summary>The models and trainers that are measured.</summary>
internal static class Subjects
{
    /// <summary>The shape of a padded image.</summary>
    public static ImageShape Shape => new(1, 32, 32);

    /// <summary>The number of images in a step.</summary>
    public const int BatchSize = 128;

    /// <summary>A model of either kind, with the same weights each time.</summary>
    public static Vae Model(string kind)
    {
        torch.manual_seed(42);
        return kind == "cnn" ? new CnnVae(Shape, 16) : new MlpVae(Shape, 16);
    }

    /// <summary>A trainer that logs each step to an event file, and neither evaluates nor saves.</summary>
    public static Trainer Trainer(Vae model, MnistData data, IMetricWriter metrics, int workers = 1) => new(
        model,
        new TrainerData(data.Train, data.Test),
        new TrainerOptions
        {
            BatchSize = BatchSize,
            Workers = workers,
            EvaluateEvery = Interval.Never,
            CheckpointEvery = Interval.Never,
        },
        new TrainerParts { Metrics = metrics });
}
