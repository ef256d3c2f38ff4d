using MnistVae.Logging;
using StbImageSharp;
using static TorchSharp.torch;

namespace MnistVae.Tests.Logging;

public sealed class PngImageTests
{
    [Fact]
    public void Gray_values_come_back()
    {
        using Tensor image = tensor(new[] { -1f, -0.5f, 0f, 0.5f, 1f, 7f }, [1, 2, 3]);

        ImageResult decoded = Decode(PngImage.Encode(image));

        Assert.Equal((3, 2, ColorComponents.Grey), (decoded.Width, decoded.Height, decoded.SourceComp));
        Assert.Equal([0, 64, 128, 191, 255, 255], decoded.Data);
    }

    [Fact]
    public void Colours_come_back_in_their_places()
    {
        using Tensor image = tensor(new[] { -1f, 1f, 1f, -1f, -1f, -1f }, [3, 1, 2]);

        ImageResult decoded = Decode(PngImage.Encode(image));

        Assert.Equal(ColorComponents.RedGreenBlue, decoded.SourceComp);
        Assert.Equal([0, 255, 0, 255, 0, 0], decoded.Data);
    }

    [Fact]
    public void A_grid_has_one_line_for_each_tensor()
    {
        using Tensor upper = tensor(new[] { -1f, -1f, 1f, 1f }, [2, 1, 2, 1]);
        using Tensor lower = tensor(new[] { 1f, -1f, -1f, 1f }, [2, 1, 2, 1]);

        ImageResult decoded = Decode(PngImage.EncodeGrid(upper, lower));

        Assert.Equal((2, 4), (decoded.Width, decoded.Height));
        Assert.Equal([0, 255, 0, 255, 255, 0, 0, 255], decoded.Data);
    }

    [Fact]
    public void A_tensor_that_is_no_image_is_refused()
    {
        using Tensor image = zeros(2, 4, 4);

        Assert.Contains(
            "[2, 4, 4]",
            Assert.Throws<ArgumentException>(() => PngImage.Encode(image)).Message,
            StringComparison.Ordinal);
    }

    private static ImageResult Decode(PngImage image) => ImageResult.FromMemory(image.Bytes.ToArray());
}
