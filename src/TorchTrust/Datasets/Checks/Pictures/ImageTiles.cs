using TorchTrust.Datasets.Probes;

namespace TorchTrust.Datasets.Checks.Pictures;

/// <summary>Makes small images of large ones.</summary>
internal static class ImageTiles
{
    /// <summary>The longest side, in pixels.</summary>
    private const int LongestSide = 48;

    /// <summary>
    /// Draws the values of an image, the least as black and the largest as white, each pixel the mean of those that it covers.
    /// </summary>
    /// <param name="label">What it is.</param>
    /// <param name="values">The values of the field.</param>
    /// <param name="layout">Where its pixels stand.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    public static ImageTile Draw(string label, double[] values, ImageLayout layout, double low, double high)
    {
        int longest = Math.Max(layout.Height, layout.Width);
        int side = Math.Min(longest, LongestSide);
        int height = Math.Max(1, layout.Height * side / longest);
        int width = Math.Max(1, layout.Width * side / longest);
        int channels = layout.Channels >= 3 ? 3 : 1;
        byte[] pixels = new byte[height * width * channels];
        for (int at = 0; at < pixels.Length; at++)
        {
            (int pixel, int channel) = (at / channels, at % channels);
            (int row, int column) = (pixel / width, pixel % width);
            double mean = Mean(
                values,
                layout,
                channel,
                (row * layout.Height / height, (row + 1) * layout.Height / height),
                (column * layout.Width / width, (column + 1) * layout.Width / width));
            pixels[at] = double.IsNaN(mean) ? (byte)0 : (byte)Math.Round(Math.Clamp((mean - low) / (high - low), 0, 1) * 255);
        }

        return new ImageTile(label, width, height, channels, pixels);
    }

    private static double Mean(double[] values, ImageLayout layout, int channel, (int From, int To) rows, (int From, int To) columns)
    {
        (double sum, int count) = (0, 0);
        for (int row = rows.From; row < rows.To; row++)
        {
            for (int column = columns.From; column < columns.To; column++)
            {
                sum += values[layout.Place(channel, (row * layout.Width) + column)];
                count++;
            }
        }

        return sum / count;
    }
}
