namespace MnistVae.Run;

/// <summary>What a run was started with; it lies in the run folder, so that all later commands need the folder alone.</summary>
public sealed record RunOptions
{
    /// <summary>The architecture.</summary>
    public ModelKind Model { get; init; } = ModelKind.Cnn;

    /// <summary>How often the training images are seen.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>The number of images in a training step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The number of values in a latent code.</summary>
    public int LatentSize { get; init; } = 16;

    /// <summary>The seed of everything that is drawn: weights, order, augmentation, noise.</summary>
    public long Seed { get; init; }

    /// <summary>The number of threads that prepare batches beside the training; 0 prepares them in its own thread.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The device of the model, <c>cpu</c> or <c>cuda</c> with an optional index.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The folder with the four files of MNIST; those beside the program if null.</summary>
    public string? Data { get; init; }

    /// <summary>At most that many training images, and as many test images; all if null.</summary>
    public int? Limit { get; init; }

    /// <summary>The name of the first option that no run can have, or null. Files can be edited by hand.</summary>
    internal string? FindInvalid() => this switch
    {
        { Epochs: < 1 } => nameof(Epochs),
        { BatchSize: < 1 } => nameof(BatchSize),
        { LearningRate: not (> 0 and < double.PositiveInfinity) } => nameof(LearningRate),
        { LatentSize: < 1 } => nameof(LatentSize),
        { Workers: < 0 } => nameof(Workers),
        { Limit: < 1 } => nameof(Limit),
        _ when !OptionKinds.IsDevice(Device) => nameof(Device),
        _ => null,
    };
}
