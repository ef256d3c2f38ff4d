using System.Globalization;

namespace TorchTrust.Checks.Pictures;

/// <summary>Keeps the data of pictures small: a model may have thousands of parameters.</summary>
internal static class PictureSize
{
    /// <summary>The most bars, or bins of a histogram.</summary>
    public const int MostBars = 64;

    /// <summary>A picture of bars in their order; where there are too many, the culprits first of all.</summary>
    public static BarPicture Bars(string title, string valueAxis, IReadOnlyList<Bar> bars, string caption)
    {
        if (bars.Count <= MostBars)
        {
            return new BarPicture(title, valueAxis, bars) { IsLogarithmic = true, Caption = caption };
        }

        HashSet<Bar> kept = new(bars.OrderByDescending(bar => bar.IsCulprit).Take(MostBars), ReferenceEqualityComparer.Instance);
        string cut =
            string.Create(CultureInfo.InvariantCulture, $" {MostBars} of {bars.Count} are shown, those that the check speaks of first.");
        return new BarPicture(title, valueAxis, [.. bars.Where(kept.Contains)]) { IsLogarithmic = true, Caption = caption + cut };
    }
}
