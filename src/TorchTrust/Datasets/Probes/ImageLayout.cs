using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>Where the pixels of an image stand in a field: <c>[H, W]</c>, <c>[C, H, W]</c> or <c>[H, W, C]</c>.</summary>
/// <param name="Channels">The number of channels, 1 to 4.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel stand side by side.</param>
internal sealed record ImageLayout(int Channels, int Height, int Width, bool ChannelsLast)
{
    private const int MostChannels = 4;

    /// <summary>What is smaller is rather a table than an image.</summary>
    private const int LeastSize = 8;

    /// <summary>The number of pixels of a channel.</summary>
    public int Pixels => Height * Width;

    /// <summary>The layout of a field; null if it has no form of an image, or a time.</summary>
    public static ImageLayout? Of(FieldSummary field) => field.Elements is null || field.Plan.TimeDimension is not null
        ? null
        : Of(field.Shape);

    /// <summary>The layout of a shape; null if it is not that of an image.</summary>
    public static ImageLayout? Of(long[] shape) => shape switch
    {
        [>= LeastSize and var height, >= LeastSize and var width] => new(1, (int)height, (int)width, false),
        [>= 1 and <= MostChannels and var channels, >= LeastSize and var height, >= LeastSize and var width] =>
            new((int)channels, (int)height, (int)width, false),
        [>= LeastSize and var height, >= LeastSize and var width, >= 1 and <= MostChannels and var channels] =>
            new((int)channels, (int)height, (int)width, true),
        _ => null,
    };

    /// <summary>The place of a pixel of a channel among the values of a field.</summary>
    public int Place(int channel, int pixel) => ChannelsLast ? (pixel * Channels) + channel : (channel * Pixels) + pixel;
}
