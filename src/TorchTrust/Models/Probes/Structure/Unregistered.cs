using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Utils;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Finds what modules hold without having registered it, and why it was missed.</summary>
internal static class Unregistered
{
    /// <summary>
    /// The outermost unregistered members of an instance: of a block in a list, the block and not its layers. What has no
    /// state and no mode, such as an activation, is left out.
    /// </summary>
    public static IReadOnlyList<UnregisteredMember> Find(object model)
    {
        IReadOnlyList<ObjectGraphNode> nodes = ObjectGraph.Walk(model);
        HashSet<string> modules = [.. nodes.Where(node => node.Value is nn.Module).Select(node => node.Path)];
        var registered = Registered.Under(nodes
            .Where(node => node.Value is nn.Module && !Ancestors(node.Path).Any(modules.Contains)).Select(node => (nn.Module)node.Value));

        var found = new List<UnregisteredMember>();
        var paths = new HashSet<string>();
        foreach (ObjectGraphNode node in nodes.Where(node => node.Value is not Generator && !registered.Holds(node.Value)))
        {
            string[] ancestors = [.. Ancestors(node.Path)];
            if (!ancestors.Any(modules.Contains) || ancestors.Any(paths.Contains))
            {
                continue;
            }

            IReadOnlyList<Tensor> tensors = TensorsIn(node.Value, registered);
            if (tensors.Count > 0 || (node.Value is nn.Module module && HasMode(module)))
            {
                paths.Add(node.Path);
                found.Add(new UnregisteredMember(node.Path, node.Value, Reason(node), tensors));
            }
        }

        return found;
    }

    /// <summary>
    /// Whether a module holds neither parameters nor buffers and has no mode, so that nobody misses its registration.
    /// </summary>
    public static bool IsHarmless(nn.Module module) =>
        !HasMode(module) && !ObjectGraph.Walk(module).Any(node => node.Value is Tensor);

    /// <summary>Whether a member is declared to be unregistered, by itself or with something that it is part of.</summary>
    public static bool IsOnPurpose(ModelFacts facts, string path) =>
        facts.Unregistered.Any(fact => Ancestors(path).Prepend(path).Any(fact.Covers));

    /// <summary>The paths that lead to a path, the nearest first.</summary>
    public static IEnumerable<string> Ancestors(string path)
    {
        for (int cut = path.Length - 1; cut >= 0; cut--)
        {
            if (path[cut] is '.' or '[')
            {
                yield return path[..cut];
            }
        }

        if (path.Length > 0)
        {
            yield return "";
        }
    }

    private static bool HasMode(nn.Module module) =>
        module.modules().Append(module).Any(each => ModuleMode.SensitivityOf(each) == ModeSensitivity.Known);

    private static IReadOnlyList<Tensor> TensorsIn(object value, Registered registered) =>
        value is Tensor { IsInvalid: false } tensor
        ? [tensor]
        : [.. ObjectGraph.Walk(value).Select(node => node.Value).OfType<Tensor>()
            .Where(each => !each.IsInvalid && !registered.Holds(each))];

    private static string Reason(ObjectGraphNode node) => (node.Owner, node.Field) switch
    {
        (nn.Module container, null) => $"was added to a {Name(container.GetType())} that had been registered already",
        (nn.Module module, { } field) => ReasonOfField(module, field),
        (Array, _) => "stands in an array, which RegisterComponents does not look into",
        (IDictionary or IEnumerable or ITuple, null) =>
            $"stands in a {Name(node.Owner.GetType())}, which RegisterComponents does not look into",
        ({ } owner, _) when owner.GetType().IsDefined(typeof(CompilerGeneratedAttribute)) =>
            "is captured by a lambda, which RegisterComponents does not look into",
        ({ } owner, _) => $"is held by {Name(owner.GetType())}, which is no module",
        _ => "is not held by a field",
    };

    private static string ReasonOfField(nn.Module module, FieldInfo field)
    {
        if (!Registered.HasRun(module))
        {
            return $"is in a {Name(module.GetType())} for which RegisterComponents never ran";
        }

        FieldInfo? hiding = ObjectGraph.UserFields(module.GetType()).LastOrDefault(other => other.Name == field.Name);
        if (hiding is not null && hiding.DeclaringType != field.DeclaringType)
        {
            return $"is hidden by a field of the same name in {Name(hiding.DeclaringType!)}";
        }

        if (RegisteredMembers.Has(module, NameOf(field)))
        {
            return "replaced the one that had been registered under its name";
        }

        return field.DeclaringType?.BaseType is { } parent && ObjectGraph.IsUserType(parent)
            ? $"was set after RegisterComponents had run, which the constructor of {Name(parent)} calls before that of "
                + $"{Name(field.DeclaringType)}"
            : "was set after RegisterComponents had run";
    }

    /// <summary>The name under which <c>RegisterComponents</c> registers a field.</summary>
    public static string NameOf(FieldInfo field) =>
        field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

    private static string Name(Type type) => type.Name.Split('`', 2)[0];
}
