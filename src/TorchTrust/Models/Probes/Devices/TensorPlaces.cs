using System.Collections;
using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Finds every place that refers to a tensor, not every tensor once: what several places share is one tensor before a
/// conversion, and may be several after it.
/// </summary>
internal sealed class TensorPlaces
{
    private readonly List<TensorPlace> _places = [];
    private readonly HashSet<nn.Module> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nn.Module> _open = new(ReferenceEqualityComparer.Instance);

    private TensorPlaces()
    {
    }

    /// <summary>The places of an instance: registrations by every path that leads to them, then fields of the user's own modules.</summary>
    public static IReadOnlyList<TensorPlace> Of(object model)
    {
        var places = new TensorPlaces();
        IReadOnlyList<(string Path, nn.Module Module)> modules = ModelSession.ModulesOf(model);
        foreach ((string path, nn.Module module) in modules.Where(entry => !places._visited.Contains(entry.Module)))
        {
            places.VisitRegistered(module, path);
        }

        foreach ((string path, nn.Module module) in modules)
        {
            places.VisitFields(module, path);
        }

        return places._places;
    }

    /// <summary>The same by path; of two with one path, the first.</summary>
    public static IReadOnlyDictionary<string, TensorPlace> ByPath(object model) =>
        Of(model).DistinctBy(place => place.Path).ToDictionary(place => place.Path);

    /// <summary>What a field is called beside the registration of the same name.</summary>
    public static string NameOfField(string path) => $"{path} (field)";

    private void VisitRegistered(nn.Module module, string path)
    {
        if (!_open.Add(module))
        {
            return;
        }

        _visited.Add(module);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in ParametersOf(module))
        {
            _places.Add(new TensorPlace(ObjectGraph.Join(path, name), parameter, TensorPlaceKind.Parameter));
        }

        foreach ((string name, (Tensor buffer, bool isPersistent)) in RegisteredMembers.BufferEntries(module))
        {
            _places.Add(new TensorPlace(
                ObjectGraph.Join(path, name), buffer, isPersistent ? TensorPlaceKind.Buffer : TensorPlaceKind.TransientBuffer));
        }

        foreach ((string name, nn.Module child) in module.named_children())
        {
            VisitRegistered(child, ObjectGraph.Join(path, name));
        }

        _open.Remove(module);
    }

    /// <summary>
    /// TorchSharp's list and dictionary of parameters know better than their tables, which a conversion leaves as they were.
    /// </summary>
    private static IEnumerable<(string Name, TorchSharp.Modules.Parameter Parameter)> ParametersOf(nn.Module module) =>
        ObjectGraph.IsUserType(module.GetType())
            ? (IList<(string, TorchSharp.Modules.Parameter)>)RegisteredMembers.ParameterTable(module)
            : module.named_parameters(recurse: false);

    private void VisitFields(nn.Module module, string path)
    {
        foreach (FieldInfo field in ObjectGraph.UserFields(module.GetType()).Where(field => !field.FieldType.IsPointer))
        {
            bool isRegistered = RegisteredMembers.Find(module, Unregistered.NameOf(field)) is Tensor
                || RegisteredMembers.Find(module, TensorTree.MemberName(field)) is Tensor;
            string place = ObjectGraph.Join(path, TensorTree.MemberName(field));
            object? value = field.GetValue(module);
            if (value is Tensor tensor)
            {
                _places.Add(isRegistered
                    ? new TensorPlace(NameOfField(place), tensor, TensorPlaceKind.RegisteredField)
                    : new TensorPlace(place, tensor, TensorPlaceKind.Field));
            }
            else
            {
                _places.AddRange(Items(value).Select(item => new TensorPlace($"{place}[{item.Key}]", item.Tensor, TensorPlaceKind.Field)));
            }
        }
    }

    private static IEnumerable<(object Key, Tensor Tensor)> Items(object? collection)
    {
        if (collection is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Value is Tensor tensor)
                {
                    yield return (entry.Key, tensor);
                }
            }
        }
        else if (collection is IList list and not (nn.Module or byte[]) && list is not Array { Rank: > 1 }
            && MayHoldTensors(list.GetType()))
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i] is Tensor tensor)
                {
                    yield return (i, tensor);
                }
            }
        }
    }

    /// <summary>A list of numbers may be long, and boxing each of them takes its time.</summary>
    private static bool MayHoldTensors(Type type) =>
        !(type.IsArray ? type.GetElementType()! : type.GetGenericArguments().FirstOrDefault() ?? typeof(object)).IsPrimitive;
}
