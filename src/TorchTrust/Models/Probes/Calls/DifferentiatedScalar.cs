using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// The scalar whose gradients are taken: the declared loss, or else a seeded normal combination of all floating outputs,
/// since a plain sum of a softmax or a normalization has no gradient.
/// </summary>
internal static class DifferentiatedScalar
{
    /// <summary>Computes it from one call.</summary>
    /// <returns>The scalar, or null where no output can carry a gradient.</returns>
    public static Tensor? Of(ModelSession session, ModelInputs inputs, ForwardResult result)
    {
        if (session.Subject.Loss is { } loss)
        {
            return SubjectException.Guard("computing the declared loss", () => loss(inputs.Arguments, result.Output));
        }

        using RandomState _ = RandomState.Fork(session.Seed + 13);
        using var scope = NewDisposeScope();
        Tensor? total = null;
        foreach ((string _, Tensor leaf) in result.Leaves
            .Where(leaf => leaf.Tensor.is_floating_point() || leaf.Tensor.is_complex()))
        {
            Tensor real = leaf.is_complex() ? leaf.view_as_real() : leaf;
            Tensor term = real.mul(randn_like(real)).sum();
            total = total is null ? term : total + term.to(total.dtype);
        }

        return total?.MoveToOuterDisposeScope();
    }
}
