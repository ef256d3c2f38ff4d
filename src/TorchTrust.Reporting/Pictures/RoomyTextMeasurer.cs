using OxyPlot;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Measures text for a viewer whose fonts are not known: OxyPlot's own measure is that of Arial.</summary>
internal sealed class RoomyTextMeasurer() : PdfRenderContext(100, 100, OxyColors.White)
{
    private const double WiderFont = 1.2;
    private const double LineHeight = 1.3;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return string.IsNullOrEmpty(text) ? size : new OxySize(size.Width * WiderFont, fontSize * LineHeight);
    }
}
