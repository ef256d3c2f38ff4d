using System.Reflection;
using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

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
        foreach ((string path, nn.Module module) in ModelSession.ModulesOf(model))
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

    /// <summary>Makes one again what was one parameter in several places, after each place was converted by itself.</summary>
    /// <param name="model">The instance.</param>
    /// <param name="ties">The groups of places that shared a parameter, by their paths.</param>
    public static void Tie(object model, IReadOnlyList<IReadOnlyList<string>> ties)
    {
        Dictionary<string, nn.Module> modules = ModelSession.ModulesOf(model).DistinctBy(entry => entry.Path).ToDictionary(entry => entry.Path, entry => entry.Module);
        foreach (IReadOnlyList<string> group in ties)
        {
            IReadOnlyDictionary<string, TensorPlace> places = TensorPlaces.ByPath(model);
            Parameter? kept = group.Select(path => places.GetValueOrDefault(path)?.Tensor).OfType<Parameter>().FirstOrDefault(parameter => !parameter.IsInvalid);
            foreach (string path in group.Where(path => kept is not null && places.TryGetValue(path, out TensorPlace? place) && !ReferenceEquals(place.Tensor, kept)))
            {
                if (modules.GetValueOrDefault(ObjectGraph.OwnerOf(path)) is { } owner && !ObjectGraph.IsUserType(owner.GetType())
                    && owner.GetType().GetProperty(path[(path.LastIndexOf('.') + 1)..]) is { CanWrite: true } property && property.PropertyType == typeof(Parameter))
                {
                    property.SetValue(owner, kept);
                }
                else
                {
                    Replace(model, places[path].Tensor, kept!);
                }
            }
        }
    }

    /// <summary>Puts the converted tensor wherever the old one was referred to: tables, fields and collections.</summary>
    private static void Replace(object model, Tensor tensor, Tensor converted)
    {
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
}
