using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Converts an instance to float64 as an instrument, so that differences of bits can be told from differences of value.</summary>
internal static class DoublePrecision
{
    /// <summary>
    /// Converts everything floating that the instance reaches. TorchSharp's own conversion leaves out non-persistent buffers
    /// and unregistered tensors; here they must follow, since the model's arithmetic is the question, not its registrations.
    /// </summary>
    /// <exception cref="SubjectException">A module cannot be converted.</exception>
    public static void Convert(object model)
    {
        foreach (nn.Module root in ModelSession.RootsOf(model))
        {
            SubjectException.Guard("converting the model to float64", () => root.to(ScalarType.Float64));
        }

        foreach (ObjectGraphNode node in ObjectGraph.Walk(model))
        {
            if (node.Value is Tensor { IsInvalid: false } tensor && IsNarrow(tensor))
            {
                Replace(node, tensor);
            }
        }
    }

    private static void Replace(ObjectGraphNode node, Tensor tensor)
    {
        using IDisposable _ = no_grad();
        Tensor converted = tensor.to(tensor.is_complex() ? ScalarType.ComplexFloat64 : ScalarType.Float64)
            .requires_grad_(tensor.requires_grad).DetachFromDisposeScope();
        if (node.Field is { } field)
        {
            field.SetValue(node.Owner, tensor is TorchSharp.Modules.Parameter ? new TorchSharp.Modules.Parameter(converted) : converted);
        }

        if (node.Owner is nn.Module module)
        {
            var buffers = RegisteredMembers.BufferTable(module);
            foreach ((string name, (Tensor buffer, bool persistent)) in RegisteredMembers.BufferEntries(module))
            {
                if (ReferenceEquals(buffer, tensor))
                {
                    buffers[name] = (converted, persistent);
                    BackingField(module, name)?.SetValue(module, converted);
                }
            }
        }
    }

    private static FieldInfo? BackingField(nn.Module module, string name) => TensorTree.InstanceFields(module.GetType())
        .FirstOrDefault(field => TensorTree.MemberName(field) == name && field.FieldType == typeof(Tensor));

    private static bool IsNarrow(Tensor tensor) =>
        tensor.dtype is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.ComplexFloat32;
}
