using static TorchSharp.torch;

namespace TorchTrust.Training;

/// <summary>Which tensor of a batch is the target of which other.</summary>
/// <param name="Target">Finds the target in a batch.</param>
/// <param name="Input">Finds the tensor whose samples it belongs to, in their order.</param>
/// <param name="Classes">The number of classes; null where the target is no class.</param>
internal sealed record DeclaredTarget(Func<object?, Tensor> Target, Func<object?, Tensor> Input, long? Classes);
