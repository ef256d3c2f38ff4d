using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Tells whether a function rounds what it is given to a type that is coarser than float64, as code with a cast does. Then it
/// jumps halfway between two neighbouring numbers of that type and nowhere else, as no other step does.
/// </summary>
internal static class VariableRounding
{
    /// <summary>A step of another width falls between these two by chance in one of 25 cases at most; never in all draws.</summary>
    private const int Draws = 3;

    private const double BelowHalf = 0.45;
    private const double AboveHalf = 0.55;

    private static readonly (ScalarType Type, int Bits)[] _types =
        [(ScalarType.BFloat16, 8), (ScalarType.Float16, 11), (ScalarType.Float32, 24)];

    /// <summary>The type to which all variables are rounded together; null where they are not.</summary>
    /// <param name="variables">What is moved, in float64; put back bit for bit.</param>
    /// <param name="evaluate">Gives the value at the present variables.</param>
    public static ScalarType? TypeOf(IReadOnlyList<Tensor> variables, Func<double> evaluate)
    {
        using var scope = NewDisposeScope();
        (Tensor Value, Tensor Origin)[] moves = [.. variables.Select(value => (value.detach(), TensorBits.NativeCopy(value)))];
        try
        {
            return _types.Where(type => Enumerable.Range(0, Draws).All(draw => JumpsHalfway(moves, type.Type, type.Bits, draw, evaluate)))
                .Select(type => (ScalarType?)type.Type).FirstOrDefault();
        }
        finally
        {
            using IDisposable _ = no_grad();
            foreach ((Tensor value, Tensor origin) in moves)
            {
                value.copy_(origin);
            }
        }
    }

    private static bool JumpsHalfway((Tensor Value, Tensor Origin)[] moves, ScalarType type, int bits, int draw, Func<double> evaluate)
    {
        double At(double share)
        {
            using (no_grad())
            {
                foreach ((Tensor value, Tensor origin) in moves)
                {
                    using var scope = NewDisposeScope();
                    Tensor number = (origin * (1 + (draw / 64.0))).to(type).to(ScalarType.Float64);

                    // Away from zero, where the next number is one unit away even at a power of two.
                    Tensor unit = number.abs().log2().floor().sub(bits - 1).exp2();
                    value.copy_(number + (number.sign() * unit * share));
                }
            }

            return evaluate();
        }

        double here = At(0);
        double next = At(1);
        return here != next && At(BelowHalf) == here && At(AboveHalf) == next;
    }
}
