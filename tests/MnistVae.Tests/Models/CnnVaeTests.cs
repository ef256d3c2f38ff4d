using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

[Trait("Suite", "Article")]
public sealed class CnnVaeTests : ModelTests
{
    protected override Module<Tensor, VaeOutput> Create(ImageShape shape, long latentSize) =>
        new CnnVae(shape, latentSize);

    [Theory]
    [InlineData(30, 32)]
    [InlineData(32, 27)]
    public void A_shape_that_cannot_be_halved_twice_is_refused_with_what_to_do(long height, long width)
    {
        ArgumentException refusal =
            Assert.Throws<ArgumentException>(() => new CnnVae(new ImageShape(1, height, width), 5));

        Assert.Equal(
            $"The image shape is [1, {height}, {width}]; CnnVae halves height and width twice, so both must be "
                + "multiples of 4. Pad the images, or use MlpVae.",
            refusal.Message);
    }
}
