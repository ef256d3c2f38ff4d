using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;

namespace MnistVae.Tests.Training;

[Collection(nameof(SerialTests))]
public sealed class MlpVaeTrainerTests : TrainerTests
{
    /// <summary>A checkpoint of this model has 17 MB.</summary>
    private protected override Interval EvaluateEvery => Interval.Steps(100);

    private protected override Vae CreateModel(ImageShape shape) => new MlpVae(shape, latentSize: 8);
}
