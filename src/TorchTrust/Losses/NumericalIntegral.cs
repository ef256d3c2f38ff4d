using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>
/// Integrals as references of losses, such as the divergence between two densities: see
/// <see cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>.
/// </summary>
public static class NumericalIntegral
{
    /// <summary>Points and weights of the rule of Gauss and Legendre for five points in [-1, 1].</summary>
    private static readonly (double Point, double Weight)[] _rule =
    [
        (0, 128 / 225.0),
        (Math.Sqrt(5 - (2 * Math.Sqrt(10 / 7.0))) / 3, (322 + (13 * Math.Sqrt(70))) / 900),
        (-Math.Sqrt(5 - (2 * Math.Sqrt(10 / 7.0))) / 3, (322 + (13 * Math.Sqrt(70))) / 900),
        (Math.Sqrt(5 + (2 * Math.Sqrt(10 / 7.0))) / 3, (322 - (13 * Math.Sqrt(70))) / 900),
        (-Math.Sqrt(5 + (2 * Math.Sqrt(10 / 7.0))) / 3, (322 - (13 * Math.Sqrt(70))) / 900),
    ];

    /// <summary>Integrates a smooth function by the rule of Gauss and Legendre, five points a panel.</summary>
    /// <param name="from">The lower bound; finite, as far out as the integrand matters.</param>
    /// <param name="to">The upper bound.</param>
    /// <param name="integrand">Takes float64 points <c>[P]</c> and gives values <c>[…, P]</c>.</param>
    /// <param name="panels">The number of equal panels.</param>
    /// <returns>The integrals, <c>[…]</c>.</returns>
    /// <exception cref="ArgumentException">The bounds are not finite or the wrong way round, or there is no panel.</exception>
    /// <example>
    /// <code>
    /// // The divergence of N(mean, deviation²) from N(0, 1), for means and deviations of any shape.
    /// NumericalIntegral.Over(-20, 20, x => Density(x) * (LogDensity(x) - LogStandard(x)));
    /// </code>
    /// </example>
    public static Tensor Over(double from, double to, Func<Tensor, Tensor> integrand, int panels = 400)
    {
        ArgumentNullException.ThrowIfNull(integrand);
        ArgumentOutOfRangeException.ThrowIfLessThan(panels, 1);
        if (!double.IsFinite(from) || !double.IsFinite(to) || from >= to)
        {
            throw new ArgumentException($"Integrate between finite bounds, the lower one first; not from {from} to {to}.", nameof(from));
        }

        using var scope = NewDisposeScope();
        double half = (to - from) / (2 * panels);
        double[] points = [.. Enumerable.Range(0, panels).SelectMany(panel => _rule, (panel, node) =>
            from + (half * ((2 * panel) + 1 + node.Point)))];
        double[] weights = [.. Enumerable.Range(0, panels).SelectMany(panel => _rule, (panel, node) => half * node.Weight)];
        Tensor values = integrand(tensor(points).clone());
        return (values * tensor(weights).clone()).sum(-1).MoveToOuterDisposeScope();
    }
}
