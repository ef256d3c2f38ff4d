using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>Looks at the gradients of all parameters.</summary>
internal static class Gradients
{
    /// <summary>The Euclidean norm of all gradients as one vector; a tensor without dimensions.</summary>
    /// <param name="parameters">The parameters; those without a gradient count as zero.</param>
    public static Tensor Norm(IReadOnlyList<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var norms = new List<Tensor>(parameters.Count);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.grad is { } gradient)
            {
                norms.Add(linalg.vector_norm(gradient));
            }
        }

        Tensor norm = norms.Count == 0 ? zeros([]) : linalg.vector_norm(stack(norms));
        return norm.MoveToOuterDisposeScope();
    }
}
