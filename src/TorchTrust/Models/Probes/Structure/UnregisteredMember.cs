using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Something that a module holds and nobody registered.</summary>
/// <param name="Path">The way to it, such as <c>_layers[3]</c>.</param>
/// <param name="Value">A module or a tensor.</param>
/// <param name="Reason">Why registration missed it, in words that follow "it".</param>
/// <param name="Tensors">The unregistered tensors in it.</param>
internal sealed record UnregisteredMember(string Path, object Value, string Reason, IReadOnlyList<Tensor> Tensors)
{
    /// <summary>Whether it is something that trains: a module or a parameter, not a plain tensor.</summary>
    public bool IsComponent => Value is nn.Module or TorchSharp.Modules.Parameter;
}
