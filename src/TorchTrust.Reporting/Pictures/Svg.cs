using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Pictures as SVG for a page: colours and font are the page's, ids are its own.</summary>
internal static class Svg
{
    private static readonly string[] _painted = ["style", "fill", "stroke"];
    private static readonly string[] _outer = ["width", "height", "version", "baseProfile"];

    /// <summary>Draws a picture.</summary>
    /// <param name="picture">The data.</param>
    /// <param name="id">What no other picture of the page is called.</param>
    /// <param name="label">What a screen reader says.</param>
    public static string Draw(Picture picture, string id, string label)
    {
        (PlotModel model, double width, double height) = picture switch
        {
            BarPicture bars => (BarPlot.Draw(bars), Plot.Width, BarPlot.Height(bars)),
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
        Adopt(svg, id);
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("style", string.Create(CultureInfo.InvariantCulture, $"max-width:{width}px"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", Printable.Text(label));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static void Adopt(XElement svg, string id)
    {
        foreach (string name in _outer)
        {
            svg.SetAttributeValue(name, null);
        }

        foreach (XAttribute attribute in svg.DescendantsAndSelf().Attributes().ToList())
        {
            string name = attribute.Name.LocalName;
            if (name == "font-family")
            {
                attribute.Remove();
            }
            else if (_painted.Contains(name))
            {
                attribute.Value = Palette.ToVariables(attribute.Value);
            }
            else if (name == "id")
            {
                attribute.Value = $"{id}-{attribute.Value}";
            }
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
            {
                attribute.Value = attribute.Value.Replace("url(#", $"url(#{id}-", StringComparison.Ordinal);
            }
        }
    }
}
