using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>How a model is trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>The number of images in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The weight of the Kullback-Leibler divergence in the loss.</summary>
    public double KlWeight { get; init; } = 1;

    /// <summary>Decides the order of the images and the noise: same seed, same bits.</summary>
    public long Seed { get; init; }

    /// <summary>The number of threads that prepare batches ahead, or 0; it decides nothing about the result.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where the model is trained.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>How often the model is evaluated.</summary>
    public Interval EvaluateEvery { get; init; } = Interval.Epoch;

    /// <summary>How often a checkpoint is written, besides at the end of training and for a new best loss.</summary>
    public Interval CheckpointEvery { get; init; } = Interval.Epoch;

    /// <summary>The number of images in the pictures that an evaluation logs; 0 for none.</summary>
    public int PictureCount { get; init; } = 8;

    /// <summary>Refuses options that cannot work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; it is named.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Workers);
        ArgumentOutOfRangeException.ThrowIfNegative(PictureCount);
        if (!double.IsFinite(LearningRate) || LearningRate <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(LearningRate), LearningRate, "The learning rate must be finite and positive.");
        }
    }
}
