using System.Globalization;

namespace TorchTrust.Watching.Stream;

/// <summary>Where a training stood after a step.</summary>
/// <param name="Step">The number of steps of the optimizer that has taken most.</param>
/// <param name="Loss">What the last backward pass began at; NaN where it is not known.</param>
/// <param name="Rate">The rate; NaN where it is not told.</param>
/// <param name="GradientNorm">The norm of all gradients of the optimizer at the last step that was looked at; NaN before the first.</param>
/// <param name="UpdateRatio">How much a step moved a weight against its size, the last that was measured; NaN before the first.</param>
/// <param name="Epoch">The epoch, from 1; 0 where nothing tells.</param>
internal readonly record struct WatchPoint(long Step, double Loss, double Rate, double GradientNorm, double UpdateRatio, int Epoch)
{
    /// <summary>What a line of it begins with.</summary>
    public const char Mark = 'p';

    /// <summary>Writes it as a line: the line of each step must cost next to nothing.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture, $"{Mark}\t{Step}\t{Loss:R}\t{Rate:R}\t{GradientNorm:R}\t{UpdateRatio:R}\t{Epoch}");

    /// <summary>Reads a line.</summary>
    /// <returns>Null if it is none.</returns>
    public static WatchPoint? Read(string line)
    {
        string[] parts = line.Split('\t');
        return parts.Length == 7 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && Number(parts[2]) is { } loss && Number(parts[3]) is { } rate && Number(parts[4]) is { } norm && Number(parts[5]) is { } ratio
            && int.TryParse(parts[6], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                ? new WatchPoint(step, loss, rate, norm, ratio, epoch)
                : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
