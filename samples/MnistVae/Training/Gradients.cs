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
        var squares = new List<Tensor>(parameters.Count);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.grad is { } gradient)
            {
                // A dot product takes about half the time of a norm.
                Tensor vector = gradient.flatten();
                squares.Add(vector.dot(vector));
            }
        }

        Tensor norm = squares.Count == 0 ? zeros([]) : stack(squares).sum().sqrt();
        return norm.MoveToOuterDisposeScope();
    }
}
