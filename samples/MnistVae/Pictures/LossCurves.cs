using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MnistVae.Pictures;

/// <summary>Losses over the steps of a training run.</summary>
public static class LossCurves
{
    /// <summary>Writes the curves as SVG.</summary>
    /// <param name="curves">The curves; points that are not finite are left out.</param>
    /// <param name="path">The file; one of that name is replaced once the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveSvg(IReadOnlyList<LossCurve> curves, string path) => PlotStyle.SaveSvg(Plot(curves), path);

    /// <summary>Draws the curves. The loss axis is logarithmic: the first steps lose most.</summary>
    internal static PlotModel Plot(IReadOnlyList<LossCurve> curves)
    {
        PlotModel model = PlotStyle.Model("Loss", "per image, lower is better", LegendPosition.TopRight);
        model.Axes.Add(PlotStyle.Styled(
            new LinearAxis { MinimumPadding = 0, MaximumPadding = 0.02, StringFormat = "#,0" },
            AxisPosition.Bottom,
            "training step"));
        model.Axes.Add(PlotStyle.Styled(
            new LogarithmicAxis { Base = 2, MinimumPadding = 0.05, MaximumPadding = 0.05 },
            AxisPosition.Left,
            "loss (logarithmic)"));
        for (int i = 0; i < curves.Count; i++)
        {
            model.Series.Add(Line(curves[i], i));
        }

        return model;
    }

    private static LineSeries Line(LossCurve curve, int index)
    {
        // Every second colour of the ten: these are darker, and further apart.
        OxyColor colour = PlotStyle.Colours[index * 3 % PlotStyle.Colours.Count];
        var line = new LineSeries
        {
            Title = curve.Title,
            Color = colour,
            StrokeThickness = curve.IsSparse ? 2 : 1,
            MarkerType = curve.IsSparse ? MarkerType.Circle : MarkerType.None,
            MarkerSize = 3.5,
            MarkerFill = colour,
        };
        line.Points.AddRange(curve.Points
            .Where(point => double.IsFinite(point.Loss))
            .Select(point => new DataPoint(point.Step, point.Loss)));
        return line;
    }
}
