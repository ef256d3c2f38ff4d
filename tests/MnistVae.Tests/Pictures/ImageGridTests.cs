using MnistVae.Pictures;
using MnistVae.Tests.Run;
using StbImageSharp;
using static TorchSharp.torch;

namespace MnistVae.Tests.Pictures;

public sealed class ImageGridTests : IDisposable
{
    private const int Gap = 6;
    private const byte Background = 110;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_tiled_row_after_row_with_a_gap_around_each()
    {
        using Tensor images = Levels(-1f, 0f, 1f, 0.5f, -0.5f);

        ImageResult picture = SaveAndRead(ImageGrid.Tile(images, columns: 3, scale: 1), ColorComponents.Grey);

        Assert.Equal((3 * 4) + (4 * Gap), picture.Width);
        Assert.Equal((2 * 4) + (3 * Gap), picture.Height);
        Assert.Equal(
            [0, 128, 255, 191, 64, Background],
            new[] { Cell(0, 0), Cell(1, 0), Cell(2, 0), Cell(0, 1), Cell(1, 1), Cell(2, 1) });
        Assert.All(Enumerable.Range(0, picture.Width), x => Assert.Equal(Background, picture.Data[x]));

        byte Cell(int column, int row) =>
            picture.Data[((Gap + (row * (4 + Gap))) * picture.Width) + Gap + (column * (4 + Gap))];
    }

    [Fact]
    public void Each_pixel_of_an_image_becomes_a_square_of_the_scale()
    {
        using Tensor image = tensor(new float[] { -1, 1, 0.2f, -0.2f }).reshape(1, 1, 2, 2);

        ImageResult picture = SaveAndRead(ImageGrid.Tile(image, columns: 1, scale: 3), ColorComponents.Grey);

        byte[] expected = [0, 255, 153, 102];
        for (int y = 0; y < 6; y++)
        {
            for (int x = 0; x < 6; x++)
            {
                byte found = picture.Data[((Gap + y) * picture.Width) + Gap + x];
                Assert.Equal(expected[(y / 3 * 2) + (x / 3)], found);
            }
        }
    }

    [Fact]
    public void A_reconstruction_touches_its_original_on_the_right()
    {
        using Tensor originals = Levels(-1f, -0.6f, 0.2f);
        using Tensor reconstructions = Levels(1f, 0.6f, -0.2f);

        ImageResult picture =
            SaveAndRead(ImageGrid.Pairs(originals, reconstructions, columns: 2, scale: 1), ColorComponents.Grey);

        Assert.Equal((4 * 4) + (3 * Gap), picture.Width);
        Assert.Equal((2 * 4) + (3 * Gap), picture.Height);
        byte[] firstRow = picture.Data[(Gap * picture.Width)..((Gap + 1) * picture.Width)];
        Assert.Equal([0, 0, 0, 0, 255, 255, 255, 255], firstRow[Gap..(Gap + 8)]);
        Assert.Equal([51, 51, 51, 51, 204, 204, 204, 204], firstRow[((2 * Gap) + 8)..((2 * Gap) + 16)]);
        int secondRow = (4 + (2 * Gap)) * picture.Width;
        Assert.Equal([153, 153, 153, 153, 102, 102, 102, 102], picture.Data[(secondRow + Gap)..(secondRow + Gap + 8)]);
    }

    [Fact]
    public void Three_channels_are_red_green_and_blue()
    {
        using Tensor image = tensor(new float[] { 1, -1, 0.2f }).reshape(1, 3, 1, 1);

        ImageResult picture = SaveAndRead(ImageGrid.Tile(image, columns: 1, scale: 2), ColorComponents.RedGreenBlue);

        int corner = ((Gap * picture.Width) + Gap) * 3;
        Assert.Equal([255, 0, 153, 255, 0, 153], picture.Data[corner..(corner + 6)]);
    }

    [Fact]
    public void Values_beyond_the_range_are_cut_and_what_is_no_number_is_black()
    {
        using Tensor image = tensor(new float[] { -7, 7, float.NaN }).reshape(1, 1, 1, 3);

        ImageResult picture = SaveAndRead(ImageGrid.Tile(image, columns: 1, scale: 1), ColorComponents.Grey);

        int first = (Gap * picture.Width) + Gap;
        Assert.Equal([0, 255, 0], picture.Data[first..(first + 3)]);
    }

    [Fact]
    public void What_is_no_batch_of_images_is_refused_with_its_shape()
    {
        using Tensor flat = zeros(5, 784);

        var exception = Assert.Throws<ArgumentException>(() => ImageGrid.Tile(flat, columns: 2));

        Assert.Contains("[5, 784]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[N, C, H, W]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_of_different_shapes_are_refused_with_both()
    {
        using Tensor originals = zeros(2, 1, 4, 4);
        using Tensor reconstructions = zeros(2, 1, 8, 8);

        var exception = Assert.Throws<ArgumentException>(() => ImageGrid.Pairs(originals, reconstructions, columns: 2));

        Assert.Contains("[2, 1, 4, 4]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 1, 8, 8]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_replaces_the_one_before_and_leaves_nothing_beside_it()
    {
        using Tensor images = Levels(1f);
        string path = _folder["picture.png"];
        File.WriteAllText(path, "something older");

        ImageGrid.Tile(images, columns: 1).SavePng(path);

        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path)[..4]);
    }

    private ImageResult SaveAndRead(ImageGrid grid, ColorComponents components)
    {
        string path = _folder["grid.png"];
        grid.SavePng(path);
        using FileStream stream = File.OpenRead(path);
        ImageResult picture = ImageResult.FromStream(stream);
        Assert.Equal(components, picture.SourceComp);
        Assert.Equal(components, picture.Comp);
        Assert.Equal((grid.Width, grid.Height), (picture.Width, picture.Height));
        return picture;
    }

    /// <summary>Images <c>[N, 1, 4, 4]</c>, each of one value.</summary>
    private static Tensor Levels(params float[] values)
    {
        using Tensor levels = tensor(values);
        return levels.reshape(-1, 1, 1, 1).expand(-1, 1, 4, 4).clone();
    }
}
