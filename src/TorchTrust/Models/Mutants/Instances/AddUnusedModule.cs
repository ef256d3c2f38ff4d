using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Registers a layer that no call uses.</summary>
internal sealed class AddUnusedModule : InstanceMutant
{
    private const string Child = "unused_layer";

    /// <inheritdoc/>
    public override string Name => "add-unused-module";

    /// <inheritdoc/>
    public override string Description => "registers a layer that no call uses";

    /// <inheritdoc/>
    public override bool CanBeSeveral => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfHolders((ModelSession)session, sites);

    /// <inheritdoc/>
    public override bool IsNamedBy(Finding finding, string site) => finding.Module == ObjectGraph.Join(site, Child);

    /// <summary>A module of the user's own; TorchSharp's containers run whatever they hold.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance) =>
        ModelSession.ModulesOf(instance)
        .Where(entry => ObjectGraph.IsUserType(entry.Module.GetType()) && !RegisteredMembers.Has(entry.Module, Child))
        .Select(entry => entry.Path);

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        nn.Module? module = ModelSession.ModulesOf(instance).FirstOrDefault(entry => entry.Path == site).Module;
        if (module is null)
        {
            return null;
        }

        using RandomState _ = RandomState.Fork(0);
        TorchSharp.Modules.Linear layer = nn.Linear(2, 2);
        Action mend = RegistrationTable.Put(RegisteredMembers.ChildTable(module), Child, layer);
        return () =>
        {
            mend();
            layer.Dispose();
        };
    }
}
