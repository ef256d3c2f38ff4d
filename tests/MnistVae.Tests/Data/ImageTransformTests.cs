using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

public sealed class ImageTransformTests
{
    private const int Size = 28;
    private const int PaddedSize = 32;

    [Fact]
    public void Each_of_the_256_grey_values_is_scaled_with_one_rounding()
    {
        using var scope = NewDisposeScope();
        Tensor images = ImageTransform.Plain(AllGreyValues());

        float[] scaled = [.. Enumerable.Range(0, 256).Select(grey => images[grey, 0, 16, 16].item<float>())];

        Assert.Equal(-1f, scaled[0]);
        Assert.Equal(1f, scaled[255]);
        for (int grey = 0; grey < 256; grey++)
        {
            Assert.Equal((float)((grey - 127.5) / 127.5), scaled[grey]);
            Assert.Equal(-scaled[255 - grey], scaled[grey]);
            Assert.True(grey == 0 || scaled[grey] > scaled[grey - 1], $"Grey value {grey} is not above {grey - 1}.");
        }
    }

    [Fact]
    public void Two_black_pixels_are_added_on_each_side()
    {
        using var scope = NewDisposeScope();

        Tensor images = ImageTransform.Plain(full([1, Size, Size], 255, ScalarType.Byte));

        for (int row = 0; row < PaddedSize; row++)
        {
            for (int column = 0; column < PaddedSize; column++)
            {
                bool isInside = row is >= 2 and < 30 && column is >= 2 and < 30;
                Assert.Equal(isInside ? 1f : -1f, images[0, 0, row, column].item<float>());
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-3.7)]
    [InlineData(33)]
    [InlineData(180)]
    public void A_rotation_is_that_of_a_slow_reference(double degrees)
    {
        using var scope = NewDisposeScope();
        byte[] pixels = Noise(Size * Size);
        using ImageTransform transform = new();

        Tensor rotated = transform.Rotated(Native(pixels, 1), [degrees]);

        double[,] expected = Reference(pixels, degrees);
        for (int row = 0; row < PaddedSize; row++)
        {
            for (int column = 0; column < PaddedSize; column++)
            {
                // The grid has float32 coordinates of up to 16 pixels: half a unit in the last place is 5e-7, and
                // noise changes by up to 2 from a pixel to the next, in both directions.
                Assert.Equal(expected[row, column], rotated[0, 0, row, column].item<float>(), 2e-5);
            }
        }
    }

    [Fact]
    public void A_positive_angle_turns_counter_clockwise()
    {
        using var scope = NewDisposeScope();
        byte[] pixels = new byte[Size * Size];
        pixels[(13 * Size) + 27] = 255;
        using ImageTransform transform = new();

        Tensor rotated = transform.Rotated(Native(pixels, 1), [90]);

        // Row 13, column 27 is at the right edge, half a pixel above the centre: it goes to the top, half a pixel left.
        Assert.Equal(1f, rotated[0, 0, 2, 15].item<float>(), 1e-4f);
    }

    [Fact]
    public void A_rotated_white_image_stays_within_bounds_on_black()
    {
        using var scope = NewDisposeScope();
        using ImageTransform transform = new();
        double[] degrees = [.. Enumerable.Range(0, 101).Select(i => (i - 50) / 10.0)];

        Tensor rotated = transform.Rotated(full([degrees.Length, Size, Size], 255, ScalarType.Byte), degrees);

        Assert.Equal(-1f, rotated.min().item<float>());
        Assert.Equal(1f, rotated.max().item<float>());
        Assert.Equal(-1f, rotated[.., 0, 0, 0].max().item<float>());
    }

    [Fact]
    public void A_rotated_image_does_not_depend_on_the_others_in_its_batch()
    {
        using var scope = NewDisposeScope();
        using ImageTransform transform = new();
        const int Count = 37;
        Tensor pixels = Native(Noise(Count * Size * Size), Count);
        double[] degrees = [.. Enumerable.Range(0, Count).Select(i => (i - 18) / 4.0)];

        Tensor together = transform.Rotated(pixels, degrees);

        for (int i = 0; i < Count; i++)
        {
            Tensor alone = transform.Rotated(pixels.narrow(0, i, 1).clone(), [degrees[i]]);
            Assert.True(Bits.Same(alone, together.narrow(0, i, 1).clone()), $"Image {i} has other bits alone.");
        }
    }

    /// <summary>Inverse mapping and bilinear interpolation, pixel by pixel in float64.</summary>
    private static double[,] Reference(byte[] pixels, double degrees)
    {
        double cosine = Math.Cos(degrees * Math.PI / 180);
        double sine = Math.Sin(degrees * Math.PI / 180);
        double[,] image = new double[PaddedSize, PaddedSize];
        for (int row = 0; row < PaddedSize; row++)
        {
            for (int column = 0; column < PaddedSize; column++)
            {
                double right = column - 15.5;
                double down = row - 15.5;
                double grey = Interpolate(
                    pixels, 13.5 + (sine * right) + (cosine * down), 13.5 + (cosine * right) - (sine * down));
                image[row, column] = (grey / 127.5) - 1;
            }
        }

        return image;
    }

    private static double Interpolate(byte[] pixels, double row, double column)
    {
        double sum = 0;
        for (int r = (int)Math.Floor(row); r <= Math.Floor(row) + 1; r++)
        {
            for (int c = (int)Math.Floor(column); c <= Math.Floor(column) + 1; c++)
            {
                bool isInside = r is >= 0 and < Size && c is >= 0 and < Size;
                double weight = (1 - Math.Abs(row - r)) * (1 - Math.Abs(column - c));
                sum += isInside ? weight * pixels[(r * Size) + c] : 0;
            }
        }

        return sum;
    }

    /// <summary>256 images, each of one grey value.</summary>
    private static Tensor AllGreyValues() =>
        arange(256, ScalarType.Byte).view(256, 1, 1).expand(256, Size, Size).contiguous();

    private static Tensor Native(byte[] pixels, int count)
    {
        Tensor native = empty([count, Size, Size], ScalarType.Byte);
        native.bytes = pixels;
        return native;
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
