using MnistVae.Data;
using MnistVae.Models;

namespace MnistVae.Tests.Training;

[Collection(nameof(SerialTests))]
[Trait("Suite", "Article")]
public sealed class CnnVaeTrainerTests : TrainerTests
{
    private protected override Vae CreateModel(ImageShape shape) => new CnnVae(shape, latentSize: 8);
}
