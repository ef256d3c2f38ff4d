using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>How much a region of the output moves when only its own input moves by one unit in the last place.</summary>
internal static class Sensitivity
{
    /// <summary>The median of several movements.</summary>
    public static double ToOwnUlp(
        ModelSession session, ModelInputs inputs, ForwardResult result, ForwardMode mode, Region ownInput, Region ownOutput, int draws)
    {
        using var scope = NewDisposeScope();
        double[] movements = [.. Enumerable.Range(0, draws).Select(draw => Outputs.Distance(
            result, session.Run(Perturbation.ByOneUlp(session, inputs, ownInput, draw), mode), ownOutput))];
        return movements.Order().ElementAt(draws / 2);
    }
}
