using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Sorts places of a model into kinds. Checks look at modules through their outputs and at parameters one by one, so that
/// what is noticed at one place of a kind is noticed at the others for the same reason.
/// </summary>
internal static class PlaceKinds
{
    /// <summary>
    /// The kind of each module: its type, the shapes of its parameters, and the number of dimensions of what it gives.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="mode">The mode in which the modules run.</param>
    /// <param name="paths">Their paths; one that does not run is a kind of its own.</param>
    public static IReadOnlyList<string> OfModules(ModelSession session, ForwardMode mode, IReadOnlyList<string> paths)
    {
        using var scope = NewDisposeScope();
        var kinds = new Dictionary<string, string>();
        foreach (ModuleCall call in ModuleTrace.During(session, () => session.Run(session.Inputs(), mode)).Calls)
        {
            kinds.TryAdd(call.Path, KindOf(call));
        }

        return [.. paths.Select(path => kinds.GetValueOrDefault(path, path))];
    }

    /// <summary>
    /// The kind of each parameter or buffer: the type of the module that holds it, and its name there.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="paths">Their paths.</param>
    public static IReadOnlyList<string> OfParameters(ModelSession session, IReadOnlyList<string> paths)
    {
        var types = session.Modules.GroupBy(entry => entry.Path)
            .ToDictionary(modules => modules.Key, modules => modules.First().Module.GetType().ToString());
        return [.. paths.Select(path =>
        {
            int dot = path.LastIndexOf('.');
            string owner = dot < 0 ? "" : path[..dot];
            return $"{types.GetValueOrDefault(owner, owner)} {path[(dot + 1)..]}";
        })];
    }

    /// <summary>The kind of each module, whether it runs or not: its type, and the shapes of its parameters.</summary>
    /// <param name="session">The session.</param>
    /// <param name="paths">Their paths.</param>
    public static IReadOnlyList<string> OfHolders(ModelSession session, IReadOnlyList<string> paths)
    {
        var modules = session.Modules.GroupBy(entry => entry.Path).ToDictionary(entries => entries.Key, entries => entries.First().Module);
        return [.. paths.Select(path => modules.TryGetValue(path, out nn.Module? module) ? KindOf(module) : path)];
    }

    /// <summary>The kind of each child: that of the module that holds it, and its name there.</summary>
    /// <param name="session">The session.</param>
    /// <param name="paths">Their paths.</param>
    public static IReadOnlyList<string> OfChildren(ModelSession session, IReadOnlyList<string> paths) =>
        [.. OfHolders(session, [.. paths.Select(ObjectGraph.OwnerOf)]).Zip(
            paths, (holder, path) => $"{holder} {path[(path.LastIndexOf('.') + 1)..]}")];

    private static string KindOf(ModuleCall call) =>
        $"{KindOf(call.Module)} {string.Join(", ", call.Signature.Select(leaf => leaf.Shape.Length))}";

    private static string KindOf(nn.Module module) =>
        $"{module.GetType()} ({string.Join(", ", module.parameters().Select(parameter => string.Join("x", parameter.shape)))})";
}
