using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Describes the modules of a live model as data.</summary>
internal static class ModuleTree
{
    /// <summary>All modules, each after the one that holds it.</summary>
    public static IReadOnlyList<ModuleNode> Of(ModelSession session)
    {
        var classes = new Dictionary<Type, ModuleNode>();
        return [.. session.Modules.Select(entry => OfClass(entry.Module.GetType(), classes) with
        {
            Path = entry.Path,
            ParameterCount = entry.Module.parameters().Where(parameter => !parameter.IsInvalid)
                .DistinctBy(parameter => parameter.Handle).Sum(parameter => parameter.numel()),
        })];
    }

    private static ModuleNode OfClass(Type type, Dictionary<Type, ModuleNode> classes)
    {
        if (!classes.TryGetValue(type, out ModuleNode? node))
        {
            node = new ModuleNode("", NameOf(type));
            classes[type] = node = !ObjectGraph.IsUserType(type)
                ? node
                : node with
                {
                    Class = DebugSymbols.OfClass(type),
                    Forward = DebugSymbols.OfMethod(type, nameof(nn.Module<Tensor, Tensor>.forward)),
                    Constructor = DebugSymbols.OfConstructor(type),
                };
        }

        return node;
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
