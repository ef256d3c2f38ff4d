using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace TorchTrust.Reporting.Pictures;

/// <summary>What all pictures have in common.</summary>
internal static class Plot
{
    /// <summary>The width that suits a column of text, and can still be read on a phone.</summary>
    public const double Width = 560;

    /// <summary>The longest label of a bar, in characters.</summary>
    public const int LongestLabel = 36;

    /// <summary>An empty plot; its title stands beside it in the page.</summary>
    public static PlotModel Model() => new()
    {
        DefaultFont = "Arial",
        DefaultFontSize = 12,
        TextColor = Palette.Ink,
        PlotAreaBorderThickness = new OxyThickness(0),
        Padding = new OxyThickness(4, 6, 14, 8),
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>Gives an axis its place, title and quiet lines.</summary>
    public static T Styled<T>(T axis, AxisPosition position, string title, bool hasGrid = false)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title.Length == 0 ? null : Printable.Short(title, 90);
        axis.TextColor = Palette.Ink;
        axis.TitleColor = Palette.Muted;
        axis.AxislineColor = axis.TicklineColor = axis.MajorGridlineColor = Palette.Line;
        axis.MajorGridlineStyle = hasGrid ? LineStyle.Solid : LineStyle.None;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 3;
        axis.AxisTitleDistance = 12;
        axis.AxisTickToLabelDistance = 6;
        axis.IsZoomEnabled = axis.IsPanEnabled = false;
        return axis;
    }

    /// <summary>A label for each place of an axis.</summary>
    public static CategoryAxis Categories(AxisPosition position, string title, IEnumerable<string> labels, bool isReversed)
    {
        CategoryAxis axis = Styled(new CategoryAxis(), position, title);
        axis.TickStyle = TickStyle.None;
        axis.Labels.AddRange(labels.Select(label => Printable.Short(label, LongestLabel)));
        if (isReversed)
        {
            (axis.StartPosition, axis.EndPosition) = (1, 0);
        }

        return axis;
    }

    /// <summary>Words at a point of the plot.</summary>
    public static TextAnnotation Note(string text, double x, double y, HorizontalAlignment alignment, OxyColor colour) => new()
    {
        Text = text,
        TextPosition = new DataPoint(x, y),
        TextHorizontalAlignment = alignment,
        TextVerticalAlignment = VerticalAlignment.Middle,
        TextColor = colour,
        FontSize = 12,
        StrokeThickness = 0,
        Padding = new OxyThickness(4, 0, 4, 0),
    };

    /// <summary>A power of ten, short.</summary>
    public static string Decade(double value)
    {
        int exponent = (int)Math.Round(Math.Log10(value));
        return exponent is >= -2 and <= 3
            ? value.ToString("0.##", CultureInfo.InvariantCulture)
            : exponent.ToString("'1e'0;'1e−'0", CultureInfo.InvariantCulture);
    }
}
