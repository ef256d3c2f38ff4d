using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>What can be observed of a model: its outputs and the gradients of its parameters, at both points.</summary>
internal static class Observation
{
    /// <summary>Whether a fault changes no bit of the outputs and gradients, as built and at the generic point.</summary>
    public static bool IsUnchangedBy(ModelSession session, Func<IDisposable?> apply, ForwardMode mode)
    {
        foreach (ParameterPoint point in new[] { ParameterPoint.AsBuilt, ParameterPoint.Generic })
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            IReadOnlyList<Tensor> before = Of(session, mode);
            using (apply())
            {
                IReadOnlyList<Tensor> after = Of(session, mode);
                if (before.Count != after.Count || before.Zip(after).Any(pair => !TensorBits.AreEqual(pair.First, pair.Second)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static List<Tensor> Of(ModelSession session, ForwardMode mode)
    {
        ModelInputs inputs = session.Inputs();
        ForwardResult result = session.Run(inputs, mode);
        List<Tensor> seen = [.. result.Leaves.Select(leaf => TensorBits.NativeCopy(leaf.Tensor))];
        if (is_grad_enabled() && session.Scalar(inputs, result) is { requires_grad: true } scalar)
        {
            foreach ((string _, Tensor parameter) in session.Parameters)
            {
                parameter.grad = null;
            }

            scalar.backward();
            seen.AddRange(session.Parameters
                .Select(entry => entry.Parameter.grad).OfType<Tensor>().Select(TensorBits.NativeCopy));
        }

        return seen;
    }
}
