using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Draws bars from top to bottom.</summary>
internal static class BarPlot
{
    private const double BarHeight = 19;
    private const double AxisHeight = 64;

    /// <summary>The height that a picture needs.</summary>
    public static double Height(BarPicture picture) => AxisHeight + (BarHeight * picture.Bars.Count);

    /// <summary>Draws the picture.</summary>
    public static PlotModel Draw(BarPicture picture)
    {
        PlotModel model = Plot.Model();
        double[] drawn =
            [.. picture.Bars.Select(bar => bar.Value).Where(value => double.IsFinite(value) && (!picture.IsLogarithmic || value > 0))];
        (double low, double high) = picture.IsLogarithmic ? Decades(drawn) : Range(drawn);
        Axis values = Plot.Styled<Axis>(
            picture.IsLogarithmic ? new LogarithmicAxis { LabelFormatter = Plot.Decade } : new LinearAxis { LabelFormatter = Words.Number },
            AxisPosition.Bottom,
            picture.ValueAxis,
            hasGrid: true);
        (values.Minimum, values.Maximum) = (low, high);
        model.Axes.Add(Plot.Categories(AxisPosition.Left, "", picture.Bars.Select(bar => bar.Label), isReversed: true));
        model.Axes.Add(values);
        var series = new BarSeries { BaseValue = picture.IsLogarithmic ? low : 0, BarWidth = 1, StrokeThickness = 0 };
        for (int i = 0; i < picture.Bars.Count; i++)
        {
            Bar bar = picture.Bars[i];
            OxyColor colour = bar.IsCulprit ? Palette.Culprit : Palette.Fair;
            bool isDrawn = double.IsFinite(bar.Value) && (!picture.IsLogarithmic || bar.Value > 0);
            if (isDrawn)
            {
                series.Items.Add(new BarItem(bar.Value, i) { Color = colour });
            }
            else if (!double.IsFinite(bar.Value))
            {
                series.Items.Add(new BarItem(high, i) { Color = colour });
                model.Annotations.Add(Plot.Note("not finite", low, i, HorizontalAlignment.Left, Palette.Ink));
            }
            else
            {
                model.Annotations.Add(Plot.Note("none", low, i, HorizontalAlignment.Left, bar.IsCulprit ? Palette.Culprit : Palette.Muted));
            }
        }

        model.Series.Add(series);
        return model;
    }

    /// <summary>Whole decades around the values, so that the smallest still has a bar.</summary>
    private static (double Low, double High) Decades(double[] values) => values.Length == 0
        ? (0.1, 1)
        : (Math.Pow(10, Math.Ceiling(Math.Log10(values.Min())) - 1.5), Math.Pow(10, Math.Log10(values.Max()) + 0.2));

    private static (double Low, double High) Range(double[] values)
    {
        double low = Math.Min(0, values.DefaultIfEmpty(0).Min());
        double high = Math.Max(0, values.DefaultIfEmpty(1).Max());
        return high > low ? (low, high) : (low, low + 1);
    }
}
