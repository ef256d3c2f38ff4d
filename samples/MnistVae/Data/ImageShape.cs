namespace MnistVae.Data;

/// <summary>The shape of one image, without the batch dimension.</summary>
/// <param name="Channels">The number of channels, C.</param>
/// <param name="Height">The number of rows, H.</param>
/// <param name="Width">The number of columns, W.</param>
public readonly record struct ImageShape(long Channels, long Height, long Width)
{
    /// <summary>The number of values in one image.</summary>
    public long Size => Channels * Height * Width;

    /// <summary>The shape as TorchSharp takes it: <c>[C, H, W]</c>.</summary>
    public long[] ToArray() => [Channels, Height, Width];

    /// <inheritdoc/>
    public override string ToString() => $"[{Channels}, {Height}, {Width}]";

    /// <summary>Refuses a shape that is no image.</summary>
    /// <exception cref="ArgumentException">A dimension is not positive.</exception>
    internal void Validate()
    {
        if (Channels < 1 || Height < 1 || Width < 1)
        {
            throw new ArgumentException($"The image shape is {this}; channels, height and width must be positive.");
        }
    }
}
