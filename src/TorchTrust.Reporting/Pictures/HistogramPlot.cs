using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Draws how often values occur.</summary>
internal static class HistogramPlot
{
    /// <summary>The height of a histogram.</summary>
    public const double Height = 220;

    /// <summary>Draws the picture.</summary>
    public static PlotModel Draw(HistogramPicture picture)
    {
        PlotModel model = Plot.Model();
        model.Axes.Add(Plot.Styled(new LinearAxis { LabelFormatter = Words.Number }, AxisPosition.Bottom, picture.ValueAxis));
        LinearAxis counts = Plot.Styled(new LinearAxis { LabelFormatter = Words.Number }, AxisPosition.Left, "count", hasGrid: true);
        counts.Minimum = 0;
        model.Axes.Add(counts);
        var series = new RectangleBarSeries { FillColor = Palette.Fair, StrokeThickness = 0 };
        for (int bin = 0; bin < picture.Counts.Count; bin++)
        {
            series.Items.Add(new RectangleBarItem(picture.Edges[bin], 0, picture.Edges[bin + 1], picture.Counts[bin]));
        }

        model.Series.Add(series);
        return model;
    }
}
