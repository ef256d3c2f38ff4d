using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Draws a table of colours, with the numbers in it where there is room.</summary>
internal static class HeatPlot
{
    /// <summary>How many decades below the largest value have colours of their own.</summary>
    private const double Decades = 8;

    private const int MostNumbered = 8;

    /// <summary>The width that a picture needs.</summary>
    public static double Width(HeatMapPicture picture) =>
        Math.Min(Plot.Width, 120 + (picture.Columns.Count * Cell(picture)) + (IsNumbered(picture) ? 0 : 60));

    /// <summary>The height that a picture needs.</summary>
    public static double Height(HeatMapPicture picture) => 60 + (picture.Rows.Count * Cell(picture) * (IsNumbered(picture) ? 0.6 : 1));

    /// <summary>Draws the picture.</summary>
    public static PlotModel Draw(HeatMapPicture picture)
    {
        PlotModel model = Plot.Model();
        double[] finite = [.. picture.Values.SelectMany(row => row).Where(value => double.IsFinite(value) && value > 0)];
        double high = Scale(picture, finite.DefaultIfEmpty(1).Max());
        double low = picture.IsLogarithmic ? high - Decades : 0;
        model.Axes.Add(Plot.Categories(AxisPosition.Left, picture.RowAxis, picture.Rows, isReversed: true));
        model.Axes.Add(Plot.Categories(AxisPosition.Bottom, picture.ColumnAxis, picture.Columns, isReversed: false));
        LinearColorAxis colours =
            Plot.Styled(new LinearColorAxis(), IsNumbered(picture) ? AxisPosition.None : AxisPosition.Right, picture.ValueAxis);
        colours.Palette = Palette.Heat;
        (colours.Minimum, colours.Maximum) = (low, high);
        colours.LowColor = colours.InvalidNumberColor = Palette.Empty;
        colours.HighColor = Palette.Culprit;
        colours.LabelFormatter = value => picture.IsLogarithmic ? Plot.Decade(Math.Pow(10, value)) : Words.Number(value);
        model.Axes.Add(colours);
        model.Series.Add(Cells(picture, low, high));
        if (IsNumbered(picture))
        {
            AddNumbers(model, picture);
        }

        return model;
    }

    private static bool IsNumbered(HeatMapPicture picture) => picture.Rows.Count <= MostNumbered && picture.Columns.Count <= MostNumbered;

    private static double Cell(HeatMapPicture picture) => IsNumbered(picture) ? 54 : 13;

    private static double Scale(HeatMapPicture picture, double value) => picture.IsLogarithmic ? Math.Log10(value) : value;

    private static HeatMapSeries Cells(HeatMapPicture picture, double low, double high)
    {
        // The series wants columns first. Zero lies below the scale, and has the colour of nothing.
        double[,] data = new double[picture.Columns.Count, picture.Rows.Count];
        for (int row = 0; row < picture.Rows.Count; row++)
        {
            for (int column = 0; column < picture.Columns.Count; column++)
            {
                data[column, row] = picture.Values[row][column] switch
                {
                    double.NaN => double.NaN,
                    double.PositiveInfinity => high + 1,
                    <= 0 => low - 1,
                    double value => Math.Clamp(Scale(picture, value), low, high),
                };
            }
        }

        return new HeatMapSeries
        {
            X0 = 0,
            X1 = Math.Max(picture.Columns.Count - 1, 0),
            Y0 = 0,
            Y1 = Math.Max(picture.Rows.Count - 1, 0),
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
            Data = data,
        };
    }

    private static void AddNumbers(PlotModel model, HeatMapPicture picture)
    {
        for (int row = 0; row < picture.Rows.Count; row++)
        {
            for (int column = 0; column < picture.Columns.Count; column++)
            {
                double value = picture.Values[row][column];
                string text = double.IsNaN(value) ? "" : Words.Number(value);
                model.Annotations.Add(Plot.Note(text, column, row, HorizontalAlignment.Center, value == 0 ? Palette.Muted : Palette.Ink));
            }
        }
    }
}
