using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Modules with parameters that stand more than once in one container.</summary>
internal static class RepeatedModules
{
    /// <summary>Each by the path of the container and the keys of its places there.</summary>
    public static IReadOnlyList<(string Container, nn.Module Module, IReadOnlyList<string> Keys)> In(object model) =>
    [
        .. from entry in ModelSession.ModulesOf(model)
           where IsContainer(entry.Module)
           from places in EntriesOf(entry.Module).GroupBy(place => place.Module, ReferenceEqualityComparer.Instance)
           where places.Select(place => place.Key).Distinct().Skip(1).Any() && places.First().Module.parameters().Any()
           select (entry.Path, places.First().Module, (IReadOnlyList<string>)[.. places.Select(place => place.Key).Distinct()]),
    ];

    /// <summary>Whether a module is one of TorchSharp's containers, whose entries are a sequence or a table.</summary>
    public static bool IsContainer(nn.Module module) => !ObjectGraph.IsUserType(module.GetType())
        && (module is TorchSharp.Modules.Sequential || module.GetType().Name is "ModuleList`1" or "ModuleDict`1");

    /// <summary>The containers differ in what they know of their entries: registrations, a list, a dictionary.</summary>
    public static IEnumerable<(string Key, nn.Module Module)> EntriesOf(nn.Module module) => module.named_children()
        .Concat((IList<(string, nn.Module)>)RegisteredMembers.ChildTable(module)).Concat(ModuleContainers.ItemsOf(module)).Distinct();
}
