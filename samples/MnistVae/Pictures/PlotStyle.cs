using System.Globalization;
using MnistVae.Checkpoints;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace MnistVae.Pictures;

/// <summary>What all plots have in common: colours, font, axes, and the way into a file.</summary>
internal static class PlotStyle
{
    private const string Font = "Arial, Helvetica, sans-serif";
    private const double Width = 840;
    private const double Height = 560;

    /// <summary>Ten colours that stay apart for colour-blind readers: Paul Tol's "muted" scheme, and black.</summary>
    public static IReadOnlyList<OxyColor> Colours { get; } =
    [
        OxyColor.Parse("#332288"), OxyColor.Parse("#DDCC77"), OxyColor.Parse("#117733"), OxyColor.Parse("#CC6677"),
        OxyColor.Parse("#88CCEE"), OxyColor.Parse("#882255"), OxyColor.Parse("#44AA99"), OxyColor.Parse("#999933"),
        OxyColor.Parse("#AA4499"), OxyColor.Parse("#000000"),
    ];

    /// <summary>An empty plot with a title and a legend.</summary>
    public static PlotModel Model(string title, string subtitle, LegendPosition legendPosition, string? legendTitle = null)
    {
        var model = new PlotModel
        {
            Title = title,
            Subtitle = subtitle,
            DefaultFont = Font,
            Background = OxyColors.White,
            TitleFontSize = 17,
            TitleFontWeight = FontWeights.Bold,
            SubtitleFontSize = 12,
            SubtitleColor = OxyColor.Parse("#555555"),
            PlotAreaBorderColor = OxyColor.Parse("#999999"),
            Padding = new OxyThickness(8, 8, 16, 8),
        };
        model.Legends.Add(new Legend
        {
            LegendTitle = legendTitle,
            LegendPosition = legendPosition,
            LegendPlacement = legendPosition == LegendPosition.RightTop ? LegendPlacement.Outside : LegendPlacement.Inside,
            LegendBackground = OxyColors.White,
            LegendBorder = OxyColor.Parse("#CCCCCC"),
            LegendFontSize = 13,
            LegendPadding = 8,
        });
        return model;
    }

    /// <summary>Gives an axis a title, a light grid and some air.</summary>
    public static T Styled<T>(T axis, AxisPosition position, string title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.FontSize = 12;
        axis.TitleFontSize = 13;
        axis.AxisTitleDistance = 14;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = OxyColor.Parse("#E6E6E6");
        axis.TicklineColor = OxyColor.Parse("#999999");
        return axis;
    }

    /// <summary>Writes a plot as SVG.</summary>
    /// <param name="model">The plot.</param>
    /// <param name="path">The file; one of that name is replaced once the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveSvg(PlotModel model, string path)
    {
        model.Culture = CultureInfo.InvariantCulture;
        var exporter = new SvgExporter
        {
            Width = Width,
            Height = Height,
            TextMeasurer = new RoomyTextMeasurer(Width, Height),
            UseVerticalTextAlignmentWorkaround = true,
        };
        AtomicFile.Write(path, stream => exporter.Export(model, stream));
    }
}
