using System.Reflection;
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
        foreach ((string path, nn.Module module) in ModelSession.ModulesOf(model))
        {
            if (!ObjectGraph.IsUserType(module.GetType()) && !module.named_children().Any())
            {
                SubjectException.Guard($"converting {path} to float64", () => module.to(ScalarType.Float64));
            }
        }

        foreach (ObjectGraphNode node in ObjectGraph.Walk(model))
        {
            if (node.Value is Tensor { IsInvalid: false } tensor && IsNarrow(tensor))
            {
                Replace(model, tensor);
            }
        }
    }

    /// <summary>Puts the converted tensor wherever the old one was referred to: tables, fields and collections.</summary>
    private static void Replace(object model, Tensor tensor)
    {
        Tensor converted = Converted(tensor);
        foreach (object holder in ObjectGraph.Explore(model).Holders)
        {
            foreach (FieldInfo field in ObjectGraph.UserFields(holder.GetType()).Where(field => ReferenceEquals(field.GetValue(holder), tensor)))
            {
                field.SetValue(holder, converted);
            }

            if (holder is System.Collections.IList list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    list[i] = ReferenceEquals(list[i], tensor) ? converted : list[i];
                }
            }
        }

        foreach ((string _, nn.Module module) in ModelSession.ModulesOf(model))
        {
            foreach ((string name, (Tensor buffer, bool persistent)) in RegisteredMembers.BufferEntries(module))
            {
                if (ReferenceEquals(buffer, tensor))
                {
                    RegisteredMembers.BufferTable(module)[name] = (converted, persistent);
                }
            }

            foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false).ToArray())
            {
                if (ReferenceEquals(parameter, tensor) && converted is Parameter replacement)
                {
                    RegisteredMembers.ParameterTable(module)[name] = replacement;
                }
            }
        }
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
