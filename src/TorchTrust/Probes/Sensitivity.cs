using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>How much a region of the output moves when only its own input moves by one unit in the last place.</summary>
internal static class Sensitivity
{
    private const int Draws = 5;

    /// <summary>The median of five movements.</summary>
    public static double ToOwnUlp(
        ModelSession session, ModelInputs inputs, ForwardResult result, ForwardMode mode, Region ownInput, Region ownOutput)
    {
        using var scope = NewDisposeScope();
        double[] movements = [.. Enumerable.Range(0, Draws).Select(draw => Outputs.Distance(
            result, session.Run(Perturbation.ByOneUlp(session, inputs, ownInput, draw), mode), ownOutput))];
        return movements.Order().ElementAt(Draws / 2);
    }
}
