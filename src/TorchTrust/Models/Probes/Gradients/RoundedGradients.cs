using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Tells gradients that are rounding alone from small ones: what is zero by mathematics falls with the precision, from 4e-7 in
/// float32 to 1e-15 in float64, where a small gradient stays what it is.
/// </summary>
internal static class RoundedGradients
{
    /// <summary>
    /// A gradient that is this many times smaller than the largest one may be rounding: of numbers of the size of the largest,
    /// sums over 2¹⁰ elements round to 2⁻²⁴ · 2¹⁰ ≈ 6e-5 of it at most.
    /// </summary>
    private const double Suspicious = 1e-4;

    /// <summary>From float32 to float64 rounding falls by 2²⁹ ≈ 5e8; what falls by less than this is no rounding alone.</summary>
    private const double Fall = 1e5;

    /// <summary>The parameters whose gradient is small enough to be rounding.</summary>
    /// <param name="sizes">The root mean square of each gradient, by the path of its parameter.</param>
    public static IReadOnlyList<string> Suspects(IReadOnlyDictionary<string, double> sizes)
    {
        double largest = sizes.Values.DefaultIfEmpty(0).Max();
        return [.. sizes.Where(entry => entry.Value > 0 && entry.Value < largest * Suspicious).Select(entry => entry.Key)];
    }

    /// <summary>Those among some parameters whose gradient falls with the precision, as built and at the generic point.</summary>
    /// <param name="session">The session.</param>
    /// <param name="measured">Keeps the twin.</param>
    /// <param name="suspects">The paths of the parameters.</param>
    /// <returns>Each with the size of its gradient in float32 and in float64; none where float64 is not to be had.</returns>
    public static IReadOnlyList<(string Path, double Single, double Double)> Among(
        ModelSession session, Measurements measured, IReadOnlyList<string> suspects)
    {
        List<(string Path, double Single, double Double)> rounded = [.. suspects.Select(path => (path, 0.0, 0.0))];
        try
        {
            foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
            {
                using var scope = NewDisposeScope();
                session.MoveTo(point);
                if (session.InDouble(measured) is not { } twin)
                {
                    return [];
                }

                Dictionary<string, double> narrow = Sizes(session);
                Dictionary<string, double> wide = Sizes(twin);
                rounded =
                [
                    .. rounded.Where(entry => IsRounding(
                            narrow.GetValueOrDefault(entry.Path), wide.GetValueOrDefault(entry.Path, double.PositiveInfinity)))
                        .Select(entry => (
                            entry.Path,
                            Math.Max(entry.Single, narrow.GetValueOrDefault(entry.Path)),
                            Math.Max(entry.Double, wide[entry.Path]))),
                ];
            }

            return rounded;
        }
        catch (SubjectException)
        {
            return [];
        }
        finally
        {
            session.MoveTo(ParameterPoint.AsBuilt);
        }
    }

    private static bool IsRounding(double narrow, double wide) => wide * Fall <= narrow;

    private static Dictionary<string, double> Sizes(ModelSession session)
    {
        var sizes = new Dictionary<string, double>();
        GradientFlow.Read(session, session.Inputs(), noise: 0, sizes);
        return sizes;
    }
}
