using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>How bright the images of a split are: one number an image and channel, so that as many are drawn as there are images.</summary>
internal static class Brightness
{
    /// <summary>Of so many images a mean is as good as normal: Student's t of 63 degrees is beyond 6 once in ten million.</summary>
    private const int MinimumImages = 64;

    /// <summary>
    /// Two means of one distribution are as far apart, in standard errors, less than once in a million over all channels.
    /// </summary>
    private const double Apart = 6;

    /// <summary>The means of the channels of each image, channel by channel; null if these are no images, or too few.</summary>
    public static double[][]? Of(SplitSummary split, string path)
    {
        if (split.FieldAt(path) is not { } field || ImageLayout.Of(field) is not { } layout)
        {
            return null;
        }

        double[][] images = [.. split.Sample.Items.Select(item => item.Fields.GetValueOrDefault(path)).OfType<double[]>()
            .Where(values => values.All(double.IsFinite))];
        return images.Length < MinimumImages
            ? null
            : [.. Enumerable.Range(0, layout.Channels).Select(channel => images
                .Select(image => Enumerable.Range(0, layout.Pixels).Average(pixel => image[layout.Place(channel, pixel)])).ToArray())];
    }

    /// <summary>The channel in which images of two splits differ most, by Welch's statistic; null if none does beyond chance.</summary>
    public static (string Channel, double First, double Second, double Score)? Differs(
        SplitSummary first, SplitSummary second, FieldSummary field)
    {
        if (Of(first, field.Path) is not { } one || Of(second, field.Path) is not { } two || one.Length != two.Length)
        {
            return null;
        }

        (int Channel, (double First, double Second, double Score) Told) most = Enumerable.Range(0, one.Length)
            .Select(channel => (channel, Welch(one[channel], two[channel]))).MaxBy(each => Math.Abs(each.Item2.Score));
        string name = one.Length == 1 ? "" : $", channel {most.Channel},";
        return Math.Abs(most.Told.Score) > Apart ? (name, most.Told.First, most.Told.Second, most.Told.Score) : null;
    }

    private static (double First, double Second, double Score) Welch(double[] first, double[] second)
    {
        (double one, double two) = (first.Average(), second.Average());
        double error = Math.Sqrt((Variance(first, one) / first.Length) + (Variance(second, two) / second.Length));
        return (one, two, error > 0 ? (one - two) / error : 0);
    }

    private static double Variance(double[] values, double mean) =>
        values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
}
