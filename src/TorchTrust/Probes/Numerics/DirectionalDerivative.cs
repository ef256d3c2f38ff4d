using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// The derivative of a scalar along a random direction, from its gradient and from central differences.
/// </summary>
/// <param name="Gradient">What the gradient says.</param>
/// <param name="Difference">What the central difference of the smallest step says.</param>
/// <param name="Spread">
/// How far the differences of three steps lie apart, and those to both sides where that is asked: kinks, curvature and rounding.
/// Zero where the smallest step agrees with the gradient, so that no other is taken.
/// </param>
internal readonly record struct DirectionalDerivative(double Gradient, double Difference, double Spread)
{
    /// <summary>
    /// The smallest step, as a share of the size of what is moved. In float64 a central difference then errs by the step
    /// squared, 1e-12 of the third derivative, and by rounding, 2⁻⁵² / 1e-6 ≈ 2e-10 of the value; a kink or a jump lies
    /// within the largest step for a few units in a million.
    /// </summary>
    private const double Step = 1e-6;

    private static readonly int[] _otherFactors = [2, 4];

    /// <summary>The larger of the two derivatives.</summary>
    public double Size => Math.Max(Math.Abs(Gradient), Math.Abs(Difference));

    /// <summary>How far the two lie apart.</summary>
    public double Disagreement => Math.Abs(Gradient - Difference);

    /// <summary>Measures along one direction.</summary>
    /// <param name="variables">What is moved, each with its gradient; put back bit for bit.</param>
    /// <param name="evaluate">Gives the scalar at the present values.</param>
    /// <param name="seed">The seed of the direction.</param>
    /// <param name="agreement">The share of the larger of the two by which gradient and difference may differ and still agree.</param>
    /// <param name="recall">
    /// Given the factor of a step and what measures its difference: gives the difference, which depends on no gradient and may
    /// have been measured before; null to measure.
    /// </param>
    /// <param name="looksForKink">
    /// Whether differences to both sides are compared as well: at a kink itself those of several steps agree with each other, and with
    /// no gradient. Values may lie on one as drawn, such as zeros behind a ReLU; weights do not.
    /// </param>
    public static DirectionalDerivative Along(
        IReadOnlyList<(Tensor Value, Tensor Gradient)> variables,
        Func<double> evaluate,
        long seed,
        double agreement,
        Func<int, Func<double>, double>? recall = null,
        bool looksForKink = false)
    {
        using var scope = NewDisposeScope();
        List<(Tensor Value, Tensor Origin, Tensor Direction)> moves = [];
        double gradient = 0;
        using (no_grad())
        using (RandomState.Fork(seed))
        {
            foreach ((Tensor value, Tensor slope) in variables)
            {
                Tensor direction = randn_like(slope).mul(value.detach().abs().mean() + GenericPoint.Scale(value));
                moves.Add((value, TensorBits.NativeCopy(value), direction));
                gradient += direction.mul(slope).sum().item<double>();
            }
        }

        try
        {
            double Measure(int factor) => (At(moves, factor * Step, evaluate) - At(moves, -factor * Step, evaluate)) / (2 * factor * Step);

            double Difference(int factor) => recall is null ? Measure(factor) : recall(factor, () => Measure(factor));

            double Kink() => Math.Abs(At(moves, Step, evaluate) + At(moves, -Step, evaluate) - (2 * At(moves, 0, evaluate))) / Step;

            var smallest = new DirectionalDerivative(gradient, Difference(1), 0);
            if (smallest.Disagreement <= agreement * smallest.Size)
            {
                return smallest;
            }

            double[] differences = [smallest.Difference, .. _otherFactors.Select(Difference)];
            return smallest with { Spread = Math.Max(differences.Max() - differences.Min(), looksForKink ? Kink() : 0) };
        }
        finally
        {
            Move(moves, 0);
        }
    }

    private static double At(List<(Tensor Value, Tensor Origin, Tensor Direction)> moves, double step, Func<double> evaluate)
    {
        Move(moves, step);
        return evaluate();
    }

    private static void Move(List<(Tensor Value, Tensor Origin, Tensor Direction)> moves, double step)
    {
        using IDisposable _ = no_grad();
        foreach ((Tensor value, Tensor origin, Tensor direction) in moves)
        {
            using Tensor there = step == 0 ? origin.alias() : origin + (direction * step);
            value.detach().copy_(there);
        }
    }
}
