using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

[Trait("Suite", "Article")]
public sealed class MlpVaeTests : ModelTests
{
    protected override Module<Tensor, VaeOutput> Create(ImageShape shape, long latentSize) =>
        new MlpVae(shape, latentSize);

    [Fact]
    public void A_shape_that_cannot_be_halved_fits_too() => Outputs_have_the_shapes_of_the_input(3, 1, 7, 5);
}
