using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Converts an instance to float64 as an instrument, so that differences of bits can be told from differences of value.</summary>
/// <remarks>
/// TorchSharp's own conversion leaves out non-persistent buffers and unregistered tensors, stumbles over <c>ModuleDict</c>
/// and leaves fields stale. Here everything must follow, since the model's arithmetic is the question, not its
/// registrations: TorchSharp converts its own layers, and the user's modules are converted member by member.
/// </remarks>
internal static class DoublePrecision
{
    /// <summary>Converts everything floating that the instance reaches.</summary>
    /// <exception cref="SubjectException">A module cannot be converted.</exception>
    public static void Convert(object model)
    {
        MemberReplacement.Layers(model, "to float64", layer => layer.to(ScalarType.Float64));
        MemberReplacement.Tensors(model, IsNarrow, Converted);
    }

    private static Tensor Converted(Tensor tensor)
    {
        using IDisposable _ = no_grad();
        Tensor wide = tensor.to(tensor.is_complex() ? ScalarType.ComplexFloat64 : ScalarType.Float64);
        wide = tensor is Parameter ? new Parameter(wide, tensor.requires_grad) : wide.requires_grad_(tensor.requires_grad);
        return wide.DetachFromDisposeScope();
    }

    private static bool IsNarrow(Tensor tensor) =>
        tensor.dtype is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.ComplexFloat32;
}
