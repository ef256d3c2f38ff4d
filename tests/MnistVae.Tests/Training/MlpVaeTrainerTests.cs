using MnistVae.Data;
using MnistVae.Models;

namespace MnistVae.Tests.Training;

[Collection(nameof(SerialTests))]
[Trait("Suite", "Article")]
public sealed class MlpVaeTrainerTests : TrainerTests
{
    private protected override Vae CreateModel(ImageShape shape) => new MlpVae(shape, latentSize: 8);
}
