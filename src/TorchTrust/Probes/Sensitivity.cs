using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>How much a sample's output moves when only its own input moves by one unit in the last place.</summary>
internal static class Sensitivity
{
    private const int Draws = 5;

    /// <summary>The median of five movements.</summary>
    public static double ToOwnUlp(ModelSession session, ModelInputs inputs, ForwardResult result, bool training, long sample)
    {
        using var scope = NewDisposeScope();
        double[] movements = [.. Enumerable.Range(0, Draws).Select(draw => SampleOutputs.Distance(
            result,
            session.Run(Perturbation.ByOneUlp(session, inputs, sample, draw), training),
            session.OutputLayout,
            sample))];
        return movements.Order().ElementAt(Draws / 2);
    }
}
