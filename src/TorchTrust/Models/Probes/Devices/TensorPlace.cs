using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A place of an instance that refers to a tensor: what a module has registered, or a field of a user's own module.</summary>
/// <param name="Path">The way to it; a module that several others share is reached by several.</param>
/// <param name="Tensor">The tensor, perhaps disposed.</param>
/// <param name="Kind">How it is held.</param>
internal sealed record TensorPlace(string Path, Tensor Tensor, TensorPlaceKind Kind)
{
    /// <summary>Whether the module has registered it, so that conversions and moves replace it.</summary>
    public bool IsRegistered => Kind is TensorPlaceKind.Parameter or TensorPlaceKind.Buffer or TensorPlaceKind.TransientBuffer;
}
