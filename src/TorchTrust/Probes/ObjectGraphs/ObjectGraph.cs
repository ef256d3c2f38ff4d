using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Everything of torch that a subject can reach through its fields, whether registered or not: modules, parameters,
/// tensors and generators. <c>buffers()</c> and <c>state_dict()</c> leave out non-persistent buffers and whatever was
/// forgotten, so neither can say what a subject's state is.
/// </summary>
internal sealed class ObjectGraph
{
    /// <summary>
    /// An array of plain numbers that is longer holds data, not state: remembering it would cost more than it tells.
    /// </summary>
    private const int LargestCounter = 4_096;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<ObjectGraphNode> _nodes = [];
    private readonly List<(object Value, string Path)> _holders = [];
    private readonly List<ObjectGraphNode> _optimizers = [];

    private ObjectGraph()
    {
    }

    /// <summary>
    /// The user's objects that were passed on the way: objects with fields, and collections that can be edited.
    /// </summary>
    public IReadOnlyList<object> Holders => [.. _holders.Select(holder => holder.Value)];

    /// <summary>Those objects, each with the way to it.</summary>
    public IReadOnlyList<(object Value, string Path)> HolderPaths => _holders;

    /// <summary>What was found.</summary>
    public IReadOnlyList<ObjectGraphNode> Nodes => _nodes;

    /// <summary>Optimizers and schedules of their rates; they are no state of a model, and stand apart.</summary>
    public IReadOnlyList<ObjectGraphNode> Optimizers => _optimizers;

    /// <summary>Walks from a root; each object is visited once, under the first path that leads to it.</summary>
    public static IReadOnlyList<ObjectGraphNode> Walk(object root) => Explore(root).Nodes;

    /// <summary>Walks from a root and keeps what was passed on the way, too.</summary>
    public static ObjectGraph Explore(object root)
    {
        var graph = new ObjectGraph();
        graph.Visit(root, "", owner: null, field: null);
        return graph;
    }

    private void Visit(object? value, string path, object? owner, FieldInfo? field)
    {
        if (value is null or string or Type or MemberInfo
            || value.GetType() is { IsPrimitive: true } or { IsEnum: true } or { IsPointer: true })
        {
            return;
        }

        if (!value.GetType().IsValueType && !_seen.Add(value))
        {
            return;
        }

        switch (value)
        {
            case Tensor or Generator:
                _nodes.Add(new ObjectGraphNode(path, value, owner, field));
                break;
            case nn.Module module:
                _nodes.Add(new ObjectGraphNode(path, value, owner, field));
                VisitModule(module, path);
                break;
            case optim.Optimizer or optim.lr_scheduler.LRScheduler:
                _optimizers.Add(new ObjectGraphNode(path, value, owner, field));
                break;
            case Delegate function:
                Visit(function.Target, path, owner, field);
                break;
            case IDictionary dictionary:
                _holders.Add((dictionary, path));
                foreach (DictionaryEntry entry in dictionary)
                {
                    Visit(entry.Value, $"{path}[{entry.Key}]", value, field: null);
                }

                break;
            case Array { Rank: 1, Length: <= LargestCounter } numbers when numbers.GetType()
                .GetElementType()!.IsPrimitive:
                _holders.Add((numbers, path));
                break;
            case IEnumerable sequence when IsCollection(value.GetType()):
                if (sequence is IList { IsReadOnly: false })
                {
                    _holders.Add((sequence, path));
                }

                int index = 0;
                foreach (object? item in sequence)
                {
                    Visit(item, $"{path}[{index++}]", value, field: null);
                }

                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    Visit(tuple[i], Join(path, $"Item{i + 1}"), value, field: null);
                }

                break;
            default:
                VisitFields(value, path);
                break;
        }
    }

    /// <summary>
    /// Registered members first, so that a member has the name that users and state dictionaries know.
    /// </summary>
    private void VisitModule(nn.Module module, string path)
    {
        foreach ((string name, nn.Module child) in module.named_children())
        {
            Visit(child, Join(path, name), module, field: null);
        }

        foreach ((string name, Tensor parameter) in module.named_parameters(recurse: false))
        {
            Visit(parameter, Join(path, name), module, field: null);
        }

        foreach ((string name, Tensor buffer) in RegisteredMembers.Buffers(module))
        {
            Visit(buffer, Join(path, name), module, field: null);
        }

        foreach ((string key, nn.Module item) in ModuleContainers.ItemsOf(module))
        {
            Visit(item, Join(path, key), module, field: null);
        }

        VisitFields(module, path);
    }

    private void VisitFields(object value, string path)
    {
        if (!IsUserType(value.GetType()))
        {
            return;
        }

        _holders.Add((value, path));
        foreach (FieldInfo field in UserFields(value.GetType()))
        {
            Visit(field.GetValue(value), Join(path, TensorTree.MemberName(field)), value, field);
        }
    }

    /// <summary>The instance fields that the user's own types declare.</summary>
    internal static IEnumerable<FieldInfo> UserFields(Type type) =>
        TensorTree.InstanceFields(type).Where(field => IsUserType(field.DeclaringType!));

    /// <summary>The path of what holds a member; empty where that is the root.</summary>
    public static string OwnerOf(string path) => path.LastIndexOf('.') is var dot and > 0 ? path[..dot] : "";

    /// <summary>A path, and those of all that hold it, from within; the root is not among them.</summary>
    public static IEnumerable<string> WithOwners(string path)
    {
        for (string owner = path; owner.Length > 0; owner = OwnerOf(owner))
        {
            yield return owner;
        }
    }

    /// <summary>Types of the runtime and of TorchSharp are opaque: what they hold of a subject is registered.</summary>
    internal static bool IsUserType(Type type) =>
        type.Assembly != typeof(Tensor).Assembly
        && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
        && type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true;

    private static bool IsCollection(Type type) => type.IsArray
        ? !type.GetElementType()!.IsPrimitive
        : type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>));

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
