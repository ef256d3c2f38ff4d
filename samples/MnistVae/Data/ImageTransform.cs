using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace MnistVae.Data;

/// <summary>
/// Turns grey values <c>[N, 28, 28]</c> into images <c>[N, 1, 32, 32]</c> in [-1, 1]: padded by two black pixels a
/// side, and rotated if wanted. A whole batch goes through at once.
/// </summary>
internal sealed class ImageTransform : IDisposable
{
    /// <summary>Black pixels added on each side.</summary>
    public const long Padding = 2;

    private const long InputSize = MnistFiles.ImageSize;
    private const long OutputSize = InputSize + (2 * Padding);

    private static readonly Scalar _zero = 0f;
    private static readonly Scalar _white = 255f;
    private static readonly Scalar _halfWhite = 127.5f;

    // Where each output pixel lies, [32, 32, 2] as (x, y) from the image's centre, in the units of grid_sample; and the
    // same turned by a quarter. A rotated grid is cos * straight + sin * turned.
    private readonly Tensor _straight;
    private readonly Tensor _turned;

    /// <summary>Makes the grid that rotations start from.</summary>
    public ImageTransform()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();

        // Unaligned corners: the input's borders are at -1 and 1, so a pixel is 2 / 28 wide.
        Tensor axis = arange(OutputSize, dtype: ScalarType.Float32)
            .sub((OutputSize - 1) / 2f)
            .mul(2f / InputSize);
        Tensor x = axis.unsqueeze(0).expand(OutputSize, OutputSize);
        Tensor y = axis.unsqueeze(1).expand(OutputSize, OutputSize);
        _straight = stack([x, y], dim: 2).DetachFromDisposeScope();
        _turned = stack([y.neg(), x], dim: 2).DetachFromDisposeScope();
    }

    /// <summary>The shape of an image that comes out.</summary>
    public static ImageShape Shape => new(1, OutputSize, OutputSize);

    /// <summary>Pads and scales.</summary>
    /// <param name="pixels">Grey values <c>[N, 28, 28]</c>, uint8.</param>
    /// <returns>Images <c>[N, 1, 32, 32]</c>, float32 in [-1, 1].</returns>
    public static Tensor Plain(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Scale(pad(ToFloat(pixels), [Padding, Padding, Padding, Padding])).MoveToOuterDisposeScope();
    }

    /// <summary>Pads, rotates each image about its centre by its own angle, and scales.</summary>
    /// <remarks>
    /// Bilinear, with black where the rotated image does not reach. Each image's values depend on nothing but the image
    /// and its angle: the grid is made of products and sums of single elements, which round the same way in any batch.
    /// </remarks>
    /// <param name="pixels">Grey values <c>[N, 28, 28]</c>, uint8.</param>
    /// <param name="degrees">N angles, counter-clockwise.</param>
    /// <returns>Images <c>[N, 1, 32, 32]</c>, float32 in [-1, 1].</returns>
    public Tensor Rotated(Tensor pixels, ReadOnlySpan<double> degrees)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor factors = empty([2, degrees.Length, 1, 1, 1], dtype: ScalarType.Float32, device: CPU);
        Fill(factors, degrees);
        Tensor grid = factors.select(0, 0).mul(_straight).add_(factors.select(0, 1).mul(_turned));

        // What lies outside the input counts as 0, black: that pads as well.
        Tensor sampled = grid_sample(
            ToFloat(pixels), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);

        // The four weights of a pixel may add up to slightly more than 1.
        return Scale(sampled.clamp_(_zero, _white)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _straight.Dispose();
        _turned.Dispose();
    }

    private static Tensor ToFloat(Tensor pixels) => pixels.unsqueeze(1).to(ScalarType.Float32);

    /// <summary>
    /// From [0, 255] to [-1, 1], in place. The difference is exact and the quotient rounded once, so 0 becomes -1, 255
    /// becomes 1, and opposite grey values become opposite numbers.
    /// </summary>
    private static Tensor Scale(Tensor values) => values.sub_(_halfWhite).div_(_halfWhite);

    private static void Fill(Tensor factors, ReadOnlySpan<double> degrees)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(factors.bytes);
        for (int i = 0; i < degrees.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(double.DegreesToRadians(degrees[i]));
            values[i] = (float)cosine;
            values[degrees.Length + i] = (float)sine;
        }
    }
}
