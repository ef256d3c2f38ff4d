using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What calls register. It stays, since a second call that registered it again would throw what no user ever sees.</summary>
internal sealed class CallRegistrations
{
    private readonly List<(string Path, nn.Module Module, string Name)> _added = [];

    /// <summary>The paths of what calls have registered, and is registered still.</summary>
    public IReadOnlyList<string> Paths =>
    [
        .. _added.Where(entry => RegisteredMembers.Has(entry.Module, entry.Name))
            .Select(entry => ObjectGraph.Join(entry.Path, entry.Name)).Distinct(),
    ];

    /// <summary>Runs a call, and notes what it registers in modules that were there before.</summary>
    /// <param name="modules">The modules, each with its path.</param>
    /// <param name="call">Calls the model.</param>
    /// <returns>What the call gives, and whether it registered anything.</returns>
    public (T Result, bool HasRegistered) Watch<T>(IReadOnlyList<(string Path, nn.Module Module)> modules, Func<T> call)
    {
        HashSet<string>[] before = [.. modules.Select(entry => NamesIn(entry.Module))];
        T result = call();
        int known = _added.Count;
        for (int i = 0; i < modules.Count; i++)
        {
            (string path, nn.Module module) = modules[i];
            _added.AddRange(NamesIn(module).Where(name => !before[i].Contains(name)).Select(name => (path, module, name)));
        }

        return (result, _added.Count > known);
    }

    private static HashSet<string> NamesIn(nn.Module module) =>
    [
        .. ((IList<(string Name, nn.Module Module)>)RegisteredMembers.ChildTable(module)).Select(child => child.Name),
        .. RegisteredMembers.Tensors(module).Select(entry => entry.Name),
    ];
}
