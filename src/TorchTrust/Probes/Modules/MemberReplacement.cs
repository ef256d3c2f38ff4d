using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Replaces the tensors of an instance wherever they are referred to, registered or not: TorchSharp converts and moves its own
/// layers, and the user's modules are converted and moved member by member.
/// </summary>
internal static class MemberReplacement
{
    /// <summary>Lets TorchSharp convert or move each of its own layers.</summary>
    /// <exception cref="SubjectException">A layer refuses.</exception>
    public static void Layers(object model, string where, Action<nn.Module> convert)
    {
        foreach ((string path, nn.Module module) in ModelStructure.ModulesOf(model))
        {
            if (!ObjectGraph.IsUserType(module.GetType()) && !module.named_children().Any())
            {
                SubjectException.Guard($"converting {path} {where}", () =>
                {
                    convert(module);
                    return true;
                });
            }
        }
    }

    /// <summary>Replaces each tensor that the instance still reaches and that is concerned.</summary>
    public static void Tensors(object model, Func<Tensor, bool> isConcerned, Func<Tensor, Tensor> convert)
    {
        foreach (ObjectGraphNode node in ObjectGraph.Walk(model))
        {
            if (node.Value is Tensor { IsInvalid: false } tensor && isConcerned(tensor))
            {
                Replace(model, tensor, convert(tensor));
            }
        }
    }

    /// <summary>Puts the converted tensor wherever the old one was referred to: tables, fields and collections.</summary>
    public static void Replace(object model, Tensor tensor, Tensor converted)
    {
        foreach (object holder in ObjectGraph.Explore(model).Holders)
        {
            foreach (FieldInfo field in ObjectGraph.UserFields(holder.GetType())
                .Where(field => ReferenceEquals(field.GetValue(holder), tensor)))
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

        foreach ((string _, nn.Module module) in ModelStructure.ModulesOf(model))
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
}
