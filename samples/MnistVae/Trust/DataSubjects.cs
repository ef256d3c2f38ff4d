using MnistVae.Data;
using TorchTrust;
using static TorchSharp.torch;

namespace MnistVae.Trust;

/// <summary>The data as the training reads and loads them.</summary>
internal static class DataSubjects
{
    /// <summary>MNIST: training images are rotated anew in each epoch, those of validation and test are not.</summary>
    [TrustSubject]
    public static DatasetSubject Mnist => Of(limit: null);

    /// <summary>The same of a few images of each split.</summary>
    internal static DatasetSubject Of(long? limit) => DatasetSubject
        .For(seed => MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions { ValidationCount = 10_000, Seed = seed, Limit = limit }),
            "MNIST")
        .WithSplit("train", data => data.Train, augmented: true)
        .WithSplit("train as stored", data => data.TrainAsStored, partOf: "train")
        .WithSplit("validation", data => data.Validation!)
        .WithSplit("test", data => data.Test)
        .WithBatches("train", (data, epoch, workers) => Load(data.Train, epoch, workers))
        .HasTarget("label", classes: 10)
        .Within("image", -1, 1).Spans("image", -1, 1)
        .IsSafeToReadInParallel();

    private static IEnumerable<Dictionary<string, Tensor>> Load(ImageDataset images, long epoch, int workers) =>
        new BatchLoader(images, new BatchLoaderOptions { BatchSize = 64, Shuffle = true, Seed = 1, Workers = workers })
            .Epoch(epoch)
            .Select(batch => new Dictionary<string, Tensor> { ["image"] = batch.Images, ["label"] = batch.Labels });
}
