using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Whether a part of the state shows in the outputs.</summary>
internal static class StateInfluence
{
    /// <summary>
    /// Whether no bit of an output in eval mode differs, at either point, when a parameter or buffer has another value.
    /// </summary>
    public static bool IsNone(ModelSession session, string path)
    {
        using var scope = NewDisposeScope();
        Tensor? tensor = session.PersistentState.Where(entry => entry.Path == path).Select(entry => entry.Tensor)
            .FirstOrDefault();
        return tensor is null || (At(ParameterPoint.AsBuilt) && At(ParameterPoint.Generic));

        bool At(ParameterPoint point)
        {
            session.MoveTo(point);
            ForwardResult? before = TryRun();
            return before is null
                || (ParameterInfluence.TryMoved(session, tensor, 1, TryRun) is { } after && Outputs.AreEqual(before, after));
        }

        ForwardResult? TryRun()
        {
            try
            {
                return session.RunOn(session.Inputs(), ForwardMode.Eval);
            }
            catch (SubjectException)
            {
                // Parameters that must stay in a range may leave it at the generic point: nothing follows from that.
                return null;
            }
        }
    }
}
