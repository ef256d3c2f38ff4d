using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Registers the module of one place of a container at another place, too.</summary>
internal sealed class RepeatModule : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "repeat-module";

    /// <inheritdoc/>
    public override string Description => "registers one module at two places of a container";

    /// <summary>The places whose container has another place before them that holds weights.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance) =>
        from entry in ModelSession.ModulesOf(instance)
        where RepeatedModules.IsContainer(entry.Module)
        let children = RepeatedModules.EntriesOf(entry.Module).ToArray()
        let first = Array.FindIndex(children, child => child.Module.parameters().Any())
        where first >= 0
        from child in children.Skip(first + 1)
        let path = ObjectGraph.Join(entry.Path, child.Key)
        where !ReferenceEquals(child.Module, children[first].Module)
            && !session.Subject.Facts.Shared.Any(
                fact => fact.Covers(path) && fact.Covers(ObjectGraph.Join(entry.Path, children[first].Key)))
        select path;

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        nn.Module? container = ModelSession.ModulesOf(instance).FirstOrDefault(entry => entry.Path == ObjectGraph.OwnerOf(site)).Module;
        return container is not null && RepeatedModules.EntriesOf(container).Select(child => child.Module)
            .FirstOrDefault(child => child.parameters().Any()) is { } first
            ? RegistrationTable.Put(RegisteredMembers.ChildTable(container), site[(site.LastIndexOf('.') + 1)..], first)
            : null;
    }
}
