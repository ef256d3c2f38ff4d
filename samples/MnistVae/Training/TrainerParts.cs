using MnistVae.Checkpoints;
using MnistVae.Logging;
using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>What a trainer works with. Each part has a default; the trainer disposes none that it was given.</summary>
public sealed record TrainerParts
{
    /// <summary>The loss; a <see cref="VaeLoss"/> of the options' weight if null.</summary>
    public IVaeLoss? Loss { get; init; }

    /// <summary>Takes what is logged.</summary>
    public IMetricWriter Metrics { get; init; } = NullMetricWriter.Instance;

    /// <summary>Keeps checkpoints; none are written if null.</summary>
    public CheckpointStore? Checkpoints { get; init; }

    /// <summary>Is told of every step, on the thread that trains.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Makes the optimizer, of the model and the learning rate; the trainer disposes it.</summary>
    public Func<Vae, double, Adam> CreateOptimizer { get; init; } =
        (model, learningRate) => optim.Adam(model.parameters().ToArray(), learningRate);

    /// <summary>Makes the generator of the noise, of the seed; the trainer disposes it.</summary>
    public Func<long, Generator> CreateNoiseGenerator { get; init; } = seed => new Generator(unchecked((ulong)seed));
}
