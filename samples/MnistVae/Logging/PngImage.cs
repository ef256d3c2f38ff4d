using StbImageWriteSharp;
using static TorchSharp.torch;

namespace MnistVae.Logging;

/// <summary>An image as a PNG file in memory.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Channels">1 for gray, 3 for colour.</param>
/// <param name="Bytes">The file's content.</param>
public sealed record PngImage(int Width, int Height, int Channels, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Encodes an image.</summary>
    /// <param name="image">
    /// An image <c>[C, H, W]</c> in [-1, 1], with one or three channels; values outside are clamped.
    /// </param>
    /// <exception cref="ArgumentException">The tensor is no such image.</exception>
    public static PngImage Encode(Tensor image)
    {
        if (image.dim() != 3 || image.shape[0] is not (1 or 3))
        {
            throw new ArgumentException(
                $"An image of shape [{string.Join(", ", image.shape)}] was given; [C, H, W] with C = 1 or 3 is needed.",
                nameof(image));
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor pixels = image.detach().cpu().to(float32).permute(1, 2, 0).add(1).mul(127.5f).round().clamp(0, 255)
            .to(uint8).contiguous();
        (int height, int width, int channels) = ((int)image.shape[1], (int)image.shape[2], (int)image.shape[0]);
        using var stream = new MemoryStream();
        new ImageWriter().WritePng(
            pixels.bytes.ToArray(),
            width,
            height,
            channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue,
            stream);
        return new PngImage(width, height, channels, stream.ToArray());
    }

    /// <summary>Lays images side by side and encodes them as one.</summary>
    /// <param name="rows">One tensor a row, each <c>[N, C, H, W]</c> in [-1, 1], all of one shape.</param>
    public static PngImage EncodeGrid(params ReadOnlySpan<Tensor> rows)
    {
        using var scope = NewDisposeScope();
        var lines = new List<Tensor>();
        foreach (Tensor row in rows)
        {
            // [N, C, H, W] to [C, H, N * W]: the images of a row stand beside each other.
            lines.Add(row.detach().permute(1, 2, 0, 3).flatten(2));
        }

        return Encode(cat(lines, 1));
    }
}
