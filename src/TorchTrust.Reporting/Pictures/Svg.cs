using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Pictures as SVG for a page: colours and font are the page's.</summary>
internal static class Svg
{
    private static readonly string[] _outer = ["width", "height", "version", "baseProfile"];

    /// <summary>Draws a picture.</summary>
    /// <param name="picture">The data.</param>
    /// <param name="label">What a screen reader says.</param>
    public static string Draw(Picture picture, string label)
    {
        (PlotModel model, double width, double height) = picture switch
        {
            BarPicture bars => (BarPlot.Draw(bars), Plot.Width, BarPlot.Height(bars)),
            CurvePicture curves => (CurvePlot.Draw(curves), Plot.Width, CurvePlot.Height),
            HeatMapPicture map => (HeatPlot.Draw(map), HeatPlot.Width(map), HeatPlot.Height(map)),
            HistogramPicture histogram => (HistogramPlot.Draw(histogram), Plot.Width, HistogramPlot.Height),
            _ => throw new ArgumentException($"Nobody draws a {picture.GetType().Name} yet.", nameof(picture)),
        };
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            IsDocument = false,
            TextMeasurer = new RoomyTextMeasurer(),
            UseVerticalTextAlignmentWorkaround = true,
        };
        XElement svg = XDocument.Parse(exporter.ExportToString(model)).Root!;
        Adopt(svg);
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("style", string.Create(CultureInfo.InvariantCulture, $"max-width:{width}px"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", Printable.Text(label));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static void Adopt(XElement svg)
    {
        foreach (string name in _outer)
        {
            svg.SetAttributeValue(name, null);
        }

        // Nothing is drawn outside of the axes, and fonts that are wider than measured must not be cut.
        svg.Descendants().Where(element => element.Name.LocalName == "defs").Remove();
        foreach (XAttribute attribute in svg.DescendantsAndSelf().Attributes().ToList())
        {
            switch (attribute.Name.LocalName)
            {
                case "font-family" or "clip-path":
                    attribute.Remove();
                    break;
                case "style":
                    attribute.Value = Palette.ToVariables(attribute.Value);
                    break;
                case "fill" or "stroke":
                    // Variables are for styles, not for attributes; only texts have these.
                    attribute.Parent!.SetAttributeValue("style", $"{attribute.Name.LocalName}:{Palette.ToVariables(attribute.Value)}");
                    attribute.Remove();
                    break;
            }
        }
    }
}
