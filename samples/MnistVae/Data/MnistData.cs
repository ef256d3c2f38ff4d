using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>MNIST, or any data set of the same form, such as Fashion-MNIST.</summary>
public sealed class MnistData : IDisposable
{
    private MnistData(ImageDataset train, ImageDataset stored, ImageDataset? validation, ImageDataset test)
    {
        Train = train;
        TrainAsStored = stored;
        Validation = validation;
        Test = test;
    }

    /// <summary>The folder of the data that comes with the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "data", "mnist");

    /// <summary>The training images, less those set aside for validation; rotated at random.</summary>
    public ImageDataset Train { get; }

    /// <summary>The same training images as they are in the file, for whoever looks for them elsewhere.</summary>
    public ImageDataset TrainAsStored { get; }

    /// <summary>Training images set aside; null if none were asked for.</summary>
    public ImageDataset? Validation { get; }

    /// <summary>The test images.</summary>
    public ImageDataset Test { get; }

    /// <summary>Reads the four files of a folder, each gzipped or raw; where both are there, the raw one.</summary>
    /// <param name="folder">
    /// Holds <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c>, with or without <c>.gz</c>.
    /// </param>
    /// <param name="options">How to divide and augment.</param>
    /// <exception cref="DataFileException">A file is missing, damaged, or does not go with the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static MnistData Open(string folder, MnistDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var scope = NewDisposeScope();
        MnistFiles trainFiles = MnistFiles.Read(folder, "train");
        MnistFiles testFiles = MnistFiles.Read(folder, "t10k");
        long trainCount = trainFiles.Pixels.shape[0];
        if (options.ValidationCount >= trainCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.ValidationCount,
                $"Of {trainCount} training images at most {trainCount - 1} can be set aside for validation.");
        }

        long[] trainOrder = CounterRandom.Permutation(
            trainCount, options.Seed, CounterRandom.Purpose.ValidationSplit, 0);
        long[] testOrder = CounterRandom.Permutation(
            testFiles.Pixels.shape[0], options.Seed, CounterRandom.Purpose.TestLimit, 0);
        int validationCount = (int)options.ValidationCount;
        return new MnistData(
            Make(Split.Train, trainFiles, trainOrder.AsSpan(validationCount), options.MaximumRotation),
            Make(Split.Train, trainFiles, trainOrder.AsSpan(validationCount), 0),
            validationCount == 0 ? null : Make(Split.Validation, trainFiles, trainOrder.AsSpan(0, validationCount), 0),
            Make(Split.Test, testFiles, testOrder, 0));

        ImageDataset Make(Split split, MnistFiles files, ReadOnlySpan<long> candidates, double rotation)
        {
            int count = (int)Math.Min(candidates.Length, options.Limit ?? long.MaxValue);
            long[] rows = candidates[..count].ToArray();
            Array.Sort(rows);
            return new ImageDataset(split, files, rows, rotation, options.Seed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        TrainAsStored.Dispose();
        Validation?.Dispose();
        Test.Dispose();
    }
}
