using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// The tensors inside whatever a model takes or gives: a tensor, an array, a list, a tuple, a dictionary, a record. Tensors that
/// refer to nothing are none.
/// </summary>
internal static class TensorTree
{
    /// <summary>
    /// The tensors of a structure in a stable order, each with its path, such as <c>.Mean</c> or <c>[0]</c>.
    /// </summary>
    public static IReadOnlyList<(string Path, Tensor Tensor)> Flatten(object? structure)
    {
        var leaves = new List<(string, Tensor)>();
        Map(structure, "", (path, tensor) =>
        {
            leaves.Add((path, tensor));
            return tensor;
        });
        return leaves;
    }

    /// <summary>The same structure with each tensor replaced; the original is left as it is.</summary>
    /// <param name="structure">A tensor or a structure that holds tensors; anything else is returned unchanged.</param>
    /// <param name="replace">Gives the new tensor for a path and a tensor.</param>
    public static object? Map(object? structure, Func<string, Tensor, Tensor> replace) => Map(structure, "", replace);

    private static object? Map(object? node, string path, Func<string, Tensor, Tensor> replace) => node switch
    {
        null or string or nn.Module or Delegate or Type => node,

        // An empty handle, as an attention without weights gives, or a tensor that was disposed: whoever reads its shape throws.
        Tensor { IsInvalid: true } => node,
        Tensor tensor => replace(path, tensor),
        Array array => MapArray(array, path, replace),
        IDictionary dictionary => MapDictionary(dictionary, path, replace),
        IList list => MapList(list, path, replace),
        _ when node.GetType() is { IsPrimitive: true } or { IsEnum: true } => node,
        _ => MapFields(node, path, replace),
    };

    private static Array MapArray(Array array, string path, Func<string, Tensor, Tensor> replace)
    {
        Type element = array.GetType().GetElementType()!;
        if (array.Rank != 1 || element.IsPrimitive)
        {
            return array;
        }

        var copy = Array.CreateInstance(element, array.Length);
        for (int i = 0; i < array.Length; i++)
        {
            copy.SetValue(Map(array.GetValue(i), $"{path}[{i}]", replace), i);
        }

        return copy;
    }

    private static object MapDictionary(IDictionary dictionary, string path, Func<string, Tensor, Tensor> replace)
    {
        var entries = new List<(object Key, object? Before, object? After)>();
        foreach (DictionaryEntry entry in dictionary)
        {
            entries.Add((entry.Key, entry.Value, Map(entry.Value, $"{path}[\"{entry.Key}\"]", replace)));
        }

        if (entries.All(entry => ReferenceEquals(entry.Before, entry.After)))
        {
            return dictionary;
        }

        var copy =
            (IDictionary)Activator.CreateInstance(Writable(dictionary.GetType(), typeof(IReadOnlyDictionary<,>), typeof(Dictionary<,>)))!;
        foreach ((object key, object? _, object? after) in entries)
        {
            copy[key] = after;
        }

        return copy;
    }

    private static object MapList(IList list, string path, Func<string, Tensor, Tensor> replace)
    {
        object?[] before = [.. list.Cast<object?>()];
        object?[] after = [.. before.Select((item, i) => Map(item, $"{path}[{i}]", replace))];
        if (before.SequenceEqual(after, ReferenceEqualityComparer.Instance))
        {
            return list;
        }

        var copy = (IList)Activator.CreateInstance(Writable(list.GetType(), typeof(IReadOnlyList<>), typeof(List<>)))!;
        foreach (object? item in after)
        {
            copy.Add(item);
        }

        return copy;
    }

    /// <summary>
    /// A type that can be filled: the collection's own, or the ordinary one where its own is read-only.
    /// </summary>
    private static Type Writable(Type type, Type readable, Type ordinary) =>
        type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null
        ? type
        : ordinary.MakeGenericType(type.GetInterfaces().First(each => each.IsGenericType && each.GetGenericTypeDefinition() == readable)
            .GetGenericArguments());

    /// <summary>Tuples, records and plain classes: a shallow copy whose tensor-bearing fields are replaced.</summary>
    private static object MapFields(object node, string path, Func<string, Tensor, Tensor> replace)
    {
        Type type = node.GetType();
        if (type.Assembly == typeof(Tensor).Assembly)
        {
            // A packed sequence of TorchSharp's knows the scope that owns it, and by that everything there is.
            return node;
        }

        if (type.Namespace is { } space && space.StartsWith("System", StringComparison.Ordinal) && node is not ITuple)
        {
            return node;
        }

        object? copy = null;
        foreach (FieldInfo field in InstanceFields(type))
        {
            bool replaced = false;
            object? before = field.GetValue(node);
            object? after = Map(before, $"{path}.{MemberName(field)}", (leaf, tensor) =>
            {
                Tensor other = replace(leaf, tensor);
                replaced |= !ReferenceEquals(other, tensor);
                return other;
            });
            if (replaced)
            {
                copy ??= ShallowCopy(node);
                field.SetValue(copy, after);
            }
        }

        return copy ?? node;
    }

    private static object ShallowCopy(object node) => _memberwiseClone.Invoke(node, null)!;

    private static readonly MethodInfo _memberwiseClone =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>All instance fields, those of base classes first, in order of declaration.</summary>
    internal static IReadOnlyList<FieldInfo> InstanceFields(Type type) => _fields.GetValue(type, static asked =>
    {
        const BindingFlags own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        IEnumerable<FieldInfo> inherited = asked.BaseType is { } parent ? InstanceFields(parent) : [];
        return [.. inherited, .. asked.GetFields(own)];
    });

    // Known once, since what a model gives is taken apart at each of its calls; types of a program that is unloaded are not held.
    private static readonly ConditionalWeakTable<Type, IReadOnlyList<FieldInfo>> _fields = [];

    /// <summary>The name a user knows a field by: of an auto-property, the property's.</summary>
    internal static string MemberName(FieldInfo field) =>
        field.Name is ['<', ..] name && name.IndexOf('>', StringComparison.Ordinal) is var end and > 0
            ? name[1..end]
            : field.Name;
}
