namespace MnistVae.Checkpoints;

/// <summary>What a checkpoint says about itself, beside its tensors.</summary>
public sealed record CheckpointManifest
{
    /// <summary>The name of the model's class: <c>CnnVae</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The shape of one image, <c>[C, H, W]</c>.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    /// <summary>The number of values in a latent code.</summary>
    public required long LatentSize { get; init; }

    /// <summary>The number of training steps taken.</summary>
    public required long Step { get; init; }

    /// <summary>The number of complete epochs.</summary>
    public required long Epoch { get; init; }

    /// <summary>The number of batches taken from the epoch that has begun.</summary>
    public required long Batch { get; init; }

    /// <summary>The lowest loss of an evaluation so far; null before the first.</summary>
    public double? BestLoss { get; init; }

    /// <summary>
    /// Everything else that decides how training goes on (seed, batch size, learning rate …), as text: a run that is
    /// resumed must have the same.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }
}
