using System.Globalization;

namespace TorchTrust;

/// <summary>How numbers read in messages, whatever the culture of the process.</summary>
internal static class Numbers
{
    /// <summary>Three significant digits.</summary>
    public static string Short(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
