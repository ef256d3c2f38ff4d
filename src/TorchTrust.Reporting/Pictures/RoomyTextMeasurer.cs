using OxyPlot;

namespace TorchTrust.Reporting.Pictures;

/// <summary>Measures text for a viewer whose fonts are not known: OxyPlot's own measure is that of Arial.</summary>
internal sealed class RoomyTextMeasurer() : PdfRenderContext(100, 100, OxyColors.White)
{
    private const double WiderFont = 1.55;

    /// <summary>OxyPlot puts the baseline half of the height below the middle: this is the height of capitals.</summary>
    private const double Height = 0.72;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return string.IsNullOrEmpty(text) ? size : new OxySize(size.Width * WiderFont, fontSize * Height);
    }
}
