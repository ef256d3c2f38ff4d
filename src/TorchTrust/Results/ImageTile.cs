namespace TorchTrust;

/// <summary>A small image, such as an item of a data set.</summary>
/// <param name="Label">What it is, such as <c>train 12: 7</c>.</param>
/// <param name="Width">The number of columns, at most 48.</param>
/// <param name="Height">The number of rows, at most 48.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Pixels">Row by row, the channels of a pixel side by side.</param>
public sealed record ImageTile(string Label, int Width, int Height, int Channels, ReadOnlyMemory<byte> Pixels);
