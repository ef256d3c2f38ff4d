using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using static TorchSharp.torch;

namespace MnistVae.Pictures;

/// <summary>Where the images of each label lie among the latent codes.</summary>
public static class LatentSpace
{
    /// <summary>Writes the plot as SVG.</summary>
    /// <param name="codes">The codes, usually the posterior's means, <c>[N, latent]</c>; at least two.</param>
    /// <param name="labels">The label of each, N values.</param>
    /// <param name="path">The file; one of that name is replaced once the new one is complete.</param>
    /// <exception cref="ArgumentException">These are no codes, or there is not one label for each.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveSvg(Tensor codes, IReadOnlyList<long> labels, string path) =>
        PlotStyle.SaveSvg(Plot(codes, labels), path);

    /// <summary>Draws one series a label, in the order of the labels.</summary>
    internal static PlotModel Plot(Tensor codes, IReadOnlyList<long> labels)
    {
        PlanarCodes plane = PlanarCodes.From(codes);
        if (labels.Count != plane.Points.Count)
        {
            throw new ArgumentException(
                $"There are {labels.Count} labels for {plane.Points.Count} codes; each code needs one.", nameof(labels));
        }

        string size = codes.shape[1] == 1 ? "one value" : $"{codes.shape[1]} values";
        PlotModel model = PlotStyle.Model(
            "Latent space",
            FormattableString.Invariant($"means of {labels.Count:#,0} test images, {size} each, coloured by label"),
            LegendPosition.RightTop,
            "label");
        model.Axes.Add(PlotStyle.Styled(new LinearAxis(), AxisPosition.Bottom, plane.Horizontal));
        model.Axes.Add(PlotStyle.Styled(new LinearAxis(), AxisPosition.Left, plane.Vertical));
        foreach (IGrouping<long, int> group in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(g => g.Key))
        {
            model.Series.Add(Cloud(group.Key, group.Select(i => plane.Points[i])));
        }

        return model;
    }

    private static ScatterSeries Cloud(long label, IEnumerable<(double X, double Y)> points)
    {
        int colour = (int)(Math.Abs(label) % PlotStyle.Colours.Count);
        var cloud = new ScatterSeries
        {
            Title = label.ToString(CultureInfo.InvariantCulture),
            MarkerType = MarkerType.Circle,
            MarkerSize = 2.2,
            MarkerFill = PlotStyle.Colours[colour],
            MarkerStrokeThickness = 0,
        };
        cloud.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        return cloud;
    }
}
