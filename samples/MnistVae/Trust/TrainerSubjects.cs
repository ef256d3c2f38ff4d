using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using TorchTrust;

namespace MnistVae.Trust;

/// <summary>
/// What <c>torchtrust check samples/MnistVae</c> checks of the training: the trainer, on a dozen images in batches of four.
/// </summary>
internal static class TrainerSubjects
{
    private const int Images = 12;
    private const int BatchSize = 4;

    /// <summary>Read once: the trainer only reads them, and builds of it are many.</summary>
    private static readonly Lazy<MnistData> _digits =
        new(() => MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions { Limit = Images }));

    /// <summary>The trainer of the model of convolutions.</summary>
    [TrustSubject]
    public static TrainingSubject Trainer => TrainingSubject.For(Create)
        .WithBatch((trainer, n) => trainer.ImagesOf(n))
        .WithStep((trainer, images) => trainer.TrainOn(images).Loss)
        .ReportsLoss()
        .WithEvaluation(trainer => trainer.Evaluate().Loss)
        .WithEndOfEpoch(trainer => trainer.EvaluateAndSave(), stepsPerEpoch: Images / BatchSize)
        .SavesForResuming((trainer, path) => trainer.SaveTo(path), (trainer, path) => trainer.Resume(path))
        .WithLogger((trainer, record) => ((RelayedMetrics)trainer.Metrics).Recorder = record)
        .LogsReportedAs(MetricTags.TrainLoss);

    private static Trainer Create(long seed) => new(
        new CnnVae(new ImageShape(1, 32, 32), latentSize: 16),
        new TrainerData(_digits.Value.Train, _digits.Value.Test),
        new TrainerOptions { BatchSize = BatchSize, Seed = seed, Workers = 0, PictureCount = 1 },
        new TrainerParts { Metrics = new RelayedMetrics() });
}
