using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Runs a model forward and backward.</summary>
internal static class Gradients
{
    /// <summary>Copies of all outputs and, where there are any, of the gradients of all parameters, each with its name.</summary>
    public static IReadOnlyList<(string Name, Tensor Value)> Observe(ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        ForwardResult result = session.Run(inputs, mode);
        List<(string, Tensor)> seen = [.. result.Leaves.Select(leaf => (
            leaf.Path.Length == 0 ? "the output" : $"output {leaf.Path}", TensorBits.NativeCopy(leaf.Tensor)))];
        if (!is_grad_enabled() || session.Scalar(inputs, result) is not { requires_grad: true } scalar)
        {
            return seen;
        }

        foreach ((string _, Tensor parameter) in session.Parameters)
        {
            parameter.grad = null;
        }

        SubjectException.Guard("running backward", () =>
        {
            scalar.backward();
            return true;
        });
        seen.AddRange(session.Parameters.Where(entry => entry.Parameter.grad is not null)
            .Select(entry => ($"the gradient of {entry.Path}", TensorBits.NativeCopy(entry.Parameter.grad!))));
        return seen;
    }
}
