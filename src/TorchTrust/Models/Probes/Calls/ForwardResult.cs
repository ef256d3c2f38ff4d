using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What one call gave, and the state that the noise was left in.</summary>
/// <param name="Output">The output in the model's own structure, attached to its graph.</param>
/// <param name="Noise">The state of torch's default generator after the call.</param>
internal sealed record ForwardResult(object? Output, Tensor Noise)
{
    /// <summary>The output's tensors, each with its path.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Leaves { get; } = TensorTree.Flatten(Output);

    /// <summary>The tensors in which samples are told apart: those of the split output, or else the output's own.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> Parts => Split ?? Leaves;

    /// <summary>The tensors of the output as the subject splits it; null where it is not declared how to.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)>? Split { get; init; }
}
