using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>What can be observed of a model: its outputs and the gradients of its parameters, at both points.</summary>
internal static class Observation
{
    /// <summary>Whether a fault changes no bit of the outputs and gradients, as built and at the generic point.</summary>
    public static bool IsUnchangedBy(ModelSession session, Func<IDisposable?> apply, ForwardMode mode)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            IReadOnlyList<(string, Tensor)> before = Gradients.Observe(session, session.Inputs(), mode);
            using IDisposable? fault = apply();
            IReadOnlyList<(string, Tensor)> after = Gradients.Observe(session, session.Inputs(), mode);
            if (before.Count != after.Count || before.Zip(after).Any(pair => !TensorBits.AreEqual(pair.First.Item2, pair.Second.Item2)))
            {
                return false;
            }
        }

        return true;
    }
}
