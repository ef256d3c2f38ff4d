using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// How much a region of the output moves when its own input and all parameters move by one unit in the last place: what a
/// sum in another order may do to it.
/// </summary>
/// <remarks>Parameters move too, since an input of integers cannot.</remarks>
internal static class Sensitivity
{
    /// <summary>The median of several movements.</summary>
    public static double ToOwnUlp(
        ModelSession session, ModelInputs inputs, ForwardResult result, ForwardMode mode, Region ownInput, Region ownOutput, int draws)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor Parameter, Tensor Value)[] kept =
        [
            .. session.Parameters.Where(entry => entry.Parameter.is_floating_point())
                .Select(entry => (entry.Parameter.detach(), TensorBits.NativeCopy(entry.Parameter))),
        ];
        try
        {
            double[] movements = [.. Enumerable.Range(0, draws).Select(draw => Movement(draw))];
            return movements.Order().ElementAt(draws / 2);
        }
        finally
        {
            foreach ((Tensor parameter, Tensor value) in kept)
            {
                parameter.copy_(value);
            }
        }

        double Movement(int draw)
        {
            MoveParameters(kept, session.Seed + 350 + draw);
            return Outputs.Distance(result, session.Run(Perturbation.ByOneUlp(session, inputs, ownInput, draw), mode), ownOutput);
        }
    }

    private static void MoveParameters((Tensor Parameter, Tensor Value)[] kept, long seed)
    {
        using RandomState _ = RandomState.Fork(seed);
        foreach ((Tensor parameter, Tensor value) in kept)
        {
            // In place: weights may be large, and fresh memory costs more than the arithmetic.
            using Tensor factor = randint_like(value, 0, 2);
            factor.mul_(2).sub_(1).mul_(finfo(value.dtype).eps).add_(1);
            parameter.copy_(value).mul_(factor);
        }
    }
}
