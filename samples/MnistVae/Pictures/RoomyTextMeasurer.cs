using OxyPlot;

namespace MnistVae.Pictures;

/// <summary>
/// Measures text for a viewer whose fonts are not known: OxyPlot's own measure is that of Arial without space between
/// lines, and where another font stands in for it, legends and titles would run into each other.
/// </summary>
/// <param name="width">The width of the plot.</param>
/// <param name="height">Its height.</param>
internal sealed class RoomyTextMeasurer(double width, double height)
    : PdfRenderContext(width, height, OxyColors.White)
{
    // DejaVu Sans, which stands in for Arial where that is missing, came out up to 40 % wider than measured.
    private const double WiderFont = 1.45;
    private const double LineHeight = 1.3;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return string.IsNullOrEmpty(text) ? size : new OxySize(size.Width * WiderFont, fontSize * LineHeight);
    }
}
