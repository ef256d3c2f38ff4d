using MnistVae.Checkpoints;
using MnistVae.Data;
using StbImageWriteSharp;
using static TorchSharp.torch;

namespace MnistVae.Pictures;

/// <summary>The images of a batch, tiled into one picture.</summary>
public sealed class ImageGrid
{
    private const int Gap = 6;
    private const byte Background = 110;

    private readonly ImageShape _cell;
    private readonly int _columns;
    private readonly int _group;
    private readonly int _scale;

    private ImageGrid(Tensor images, int columns, int group, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (images.dim() != 4 || images.shape[0] == 0 || images.shape[1] is not (1 or 3))
        {
            throw new ArgumentException(
                $"The images have the shape [{string.Join(", ", images.shape)}]; expected is [N, C, H, W] with at least "
                    + "one image and one channel (grey) or three (red, green, blue).",
                nameof(images));
        }

        int count = (int)images.shape[0];
        _cell = new ImageShape(images.shape[1], images.shape[2], images.shape[3]);
        _columns = Math.Min(columns * group, count);
        _group = group;
        _scale = scale;
        int rows = (count + _columns - 1) / _columns;
        Width = Left(_columns - 1) + ((int)_cell.Width * scale) + Gap;
        Height = Top(rows);
        Pixels = new byte[Width * Height * Channels];
        Array.Fill(Pixels, Background);
        Draw(ToBytes(images), count);
    }

    /// <summary>The number of pixels in a row.</summary>
    public int Width { get; }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for colour.</summary>
    public int Channels => (int)_cell.Channels;

    /// <summary>Row after row, the channels of a pixel side by side; -1 is 0 and 1 is 255.</summary>
    internal byte[] Pixels { get; }

    /// <summary>Tiles images, row after row.</summary>
    /// <param name="images">Images <c>[N, C, H, W]</c> in [-1, 1], C being 1 or 3; values beyond are cut.</param>
    /// <param name="columns">The number of images in a row.</param>
    /// <param name="scale">The edge of a pixel of an image, in pixels of the picture.</param>
    /// <exception cref="ArgumentException">These are no images.</exception>
    public static ImageGrid Tile(Tensor images, int columns, int scale = 2) => new(images, columns, group: 1, scale);

    /// <summary>Tiles pairs, the original on the left and what became of it on the right.</summary>
    /// <param name="originals">Images <c>[N, C, H, W]</c> in [-1, 1], C being 1 or 3.</param>
    /// <param name="reconstructions">Their reconstructions, of the same shape.</param>
    /// <param name="columns">The number of pairs in a row.</param>
    /// <param name="scale">The edge of a pixel of an image, in pixels of the picture.</param>
    /// <exception cref="ArgumentException">These are no images, or the shapes differ.</exception>
    public static ImageGrid Pairs(Tensor originals, Tensor reconstructions, int columns, int scale = 2)
    {
        if (!originals.shape.SequenceEqual(reconstructions.shape))
        {
            throw new ArgumentException(
                $"The reconstructions have the shape [{string.Join(", ", reconstructions.shape)}], the originals "
                    + $"[{string.Join(", ", originals.shape)}]; they must be the same.",
                nameof(reconstructions));
        }

        using Tensor pairs = stack([originals, reconstructions], dim: 1);
        using Tensor images = pairs.flatten(0, 1);
        return new ImageGrid(images, columns, group: 2, scale);
    }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="path">The file; one of that name is replaced once the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        ColorComponents components = Channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue;
        AtomicFile.Write(path, stream => new ImageWriter().WritePng(Pixels, Width, Height, components, stream));
    }

    /// <summary>The offset of a column; the images of a group touch each other.</summary>
    private int Left(int column) => (((column / _group) + 1) * Gap) + (column * (int)_cell.Width * _scale);

    private int Top(int row) => ((row + 1) * Gap) + (row * (int)_cell.Height * _scale);

    private void Draw(byte[] values, int count)
    {
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> image = values.AsSpan(index * (int)_cell.Size, (int)_cell.Size);
            Draw(image, Left(index % _columns), Top(index / _columns));
        }
    }

    private void Draw(ReadOnlySpan<byte> image, int left, int top)
    {
        int rowBytes = (int)_cell.Width * _scale * Channels;
        for (int y = 0; y < (int)_cell.Height * _scale; y++)
        {
            Span<byte> row = Pixels.AsSpan((((top + y) * Width) + left) * Channels, rowBytes);
            int source = y / _scale * (int)_cell.Width * Channels;
            for (int i = 0; i < rowBytes; i++)
            {
                row[i] = image[source + (i / Channels / _scale * Channels) + (i % Channels)];
            }
        }
    }

    /// <summary>The images as bytes <c>[N, H, W, C]</c>; what is not a number is black.</summary>
    private static byte[] ToBytes(Tensor images)
    {
        using var scope = NewDisposeScope();
        return images.detach().cpu().to(float32).nan_to_num(-1).clamp(-1, 1).add(1).mul(127.5).round()
            .to(uint8).permute(0, 2, 3, 1).contiguous().data<byte>().ToArray();
    }
}
