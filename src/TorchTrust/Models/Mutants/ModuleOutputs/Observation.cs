using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>What can be observed of a model: its outputs and the gradients of its parameters, at both points.</summary>
internal static class Observation
{
    /// <summary>
    /// Whether a fault changes no bit of the outputs and gradients, as built and at the generic point.
    /// </summary>
    public static bool IsUnchangedBy(ModelSession session, Func<IDisposable?> apply, ForwardMode mode)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            if (TryObserve(session, mode) is not { } before)
            {
                // Parameters that must stay in a range may leave it at the generic point: nothing follows from that.
                continue;
            }

            using IDisposable? fault = apply();
            if (TryObserve(session, mode) is not { } after || before.Count != after.Count
                || before.Zip(after).Any(pair => !TensorBits.AreEqual(pair.First.Value, pair.Second.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyList<(string Name, Tensor Value)>? TryObserve(ModelSession session, ForwardMode mode)
    {
        try
        {
            return GradientFlow.Observe(session, session.Inputs(), mode);
        }
        catch (SubjectException)
        {
            return null;
        }
    }
}
