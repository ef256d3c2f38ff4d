using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Draws how numbers go on.</summary>
internal static class CurvePlot
{
    /// <summary>The height of a picture of curves.</summary>
    public const double Height = 220;

    private static readonly (OxyColor Colour, LineStyle Style)[] _lines =
    [
        (Palette.Fair, LineStyle.Solid), (Palette.Ink, LineStyle.Dash), (Palette.Muted, LineStyle.Solid), (Palette.Culprit, LineStyle.Dot),
    ];

    /// <summary>Draws the picture.</summary>
    public static PlotModel Draw(CurvePicture picture)
    {
        PlotModel model = Plot.Model();
        model.Axes.Add(Plot.Styled(new LinearAxis { LabelFormatter = Words.Number }, AxisPosition.Bottom, picture.XAxis));
        model.Axes.Add(Plot.Styled<Axis>(
            picture.IsLogarithmic ? new LogarithmicAxis { LabelFormatter = Plot.Decade } : new LinearAxis { LabelFormatter = Words.Number },
            AxisPosition.Left,
            picture.ValueAxis,
            hasGrid: true));
        for (int i = 0; i < picture.Curves.Count; i++)
        {
            Curve curve = picture.Curves[i];
            (OxyColor colour, LineStyle style) = _lines[i % _lines.Length];
            var series = new LineSeries
            {
                Title = Printable.Short(curve.Name, Plot.LongestLabel),
                Color = colour,
                LineStyle = style,
                StrokeThickness = 1.5,
            };
            for (int point = 0; point < curve.X.Count; point++)
            {
                double value = curve.Y[point];
                bool isDrawn = double.IsFinite(value) && (!picture.IsLogarithmic || value > 0);
                series.Points.Add(new DataPoint(curve.X[point], isDrawn ? value : double.NaN));
            }

            model.Series.Add(series);
        }

        if (picture.Curves.Count > 1)
        {
            model.Legends.Add(new Legend
            {
                LegendPlacement = LegendPlacement.Outside,
                LegendPosition = LegendPosition.TopRight,
                LegendTextColor = Palette.Ink,
            });
        }

        return model;
    }
}
