using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Fields;

/// <summary>Takes an item or a batch apart into fields, in a stable order, whatever it is made of.</summary>
internal static class FieldTree
{
    /// <summary>The fields of an item or a batch.</summary>
    public static IReadOnlyList<DatasetField> Of(object? item)
    {
        var fields = new List<DatasetField>();
        Add(item, "", fields, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return fields is [{ Path: "" } only] ? [only with { Path = FieldPath.Item }] : fields;
    }

    private static void Add(object? node, string path, List<DatasetField> fields, HashSet<object> above)
    {
        if (IsLeaf(node) || (!node!.GetType().IsValueType && !above.Add(node)))
        {
            fields.Add(new DatasetField(path, node));
            return;
        }

        int before = fields.Count;
        foreach ((string inner, object? value) in Parts(node, path))
        {
            Add(value, inner, fields, above);
        }

        above.Remove(node);
        if (fields.Count == before && node is not (IList or IDictionary))
        {
            fields.Add(new DatasetField(path, node));
        }
    }

    private static bool IsLeaf(object? node) => node is null or Tensor or nn.Module or Delegate or Type or Stream
        || Scalars.IsOne(node.GetType()) || (node is IList list && Scalars.AreMany(list)) || IsMemory(node.GetType());

    private static IEnumerable<(string Path, object? Value)> Parts(object node, string path) => node switch
    {
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => (FieldPath.Member(path, $"Item{i + 1}"), tuple[i])),
        IDictionary dictionary => Entries(dictionary).Select(entry => (FieldPath.Member(path, $"{entry.Key}"), entry.Value)),
        IList list => list.Cast<object?>().Select((element, i) => (FieldPath.Element(path, i), element)),
        _ when IsOfFramework(node.GetType()) => [],
        _ => Members(node.GetType()).Select(field => (FieldPath.Member(path, TensorTree.MemberName(field)), field.GetValue(node))),
    };

    /// <summary>The entries in order of their keys: a dictionary promises no order.</summary>
    private static IEnumerable<DictionaryEntry> Entries(IDictionary dictionary)
    {
        var entries = new List<DictionaryEntry>();
        foreach (DictionaryEntry entry in dictionary)
        {
            entries.Add(entry);
        }

        return entries.OrderBy(entry => $"{entry.Key}", StringComparer.Ordinal);
    }

    /// <summary>
    /// What a user sees of an object, in the order of declaration: public fields and properties, or all fields where there are none.
    /// </summary>
    private static IReadOnlyList<FieldInfo> Members(Type type)
    {
        FieldInfo[] all = [.. TensorTree.InstanceFields(type)];
        FieldInfo[] seen = [.. all.Where(field => field.IsPublic || field.Name[0] == '<')];
        return seen.Length > 0 ? seen : all;
    }

    private static bool IsMemory(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Memory<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>));

    private static bool IsOfFramework(Type type) => type.Namespace is { } space
        && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)) && !IsPair(type);

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
}
