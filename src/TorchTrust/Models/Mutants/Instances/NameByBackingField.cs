using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Registers a parameter under the name that the compiler gives to the field of an auto-property.</summary>
internal sealed class NameByBackingField : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "name-by-backing-field";

    /// <inheritdoc/>
    public override string Description => "registers a parameter under the name of an auto-property's hidden field";

    /// <summary>One parameter of each type of module.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance) => Entries(instance)
        .DistinctBy(entry => entry.Module.GetType()).Select(entry => ObjectGraph.Join(entry.Path, entry.Name));

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        (string _, nn.Module module, string name) =
            Entries(instance).FirstOrDefault(entry => ObjectGraph.Join(entry.Path, entry.Name) == site);
        return module is null ? null : RegistrationTable.Rename(
            RegisteredMembers.ParameterTable(module), name, $"<{name}>k__BackingField");
    }

    private static IEnumerable<(string Path, nn.Module Module, string Name)> Entries(object instance) =>
        from entry in ModelSession.ModulesOf(instance)
        from parameter in (IList<(string Name, TorchSharp.Modules.Parameter Value)>)RegisteredMembers.ParameterTable(
            entry.Module)
        select (entry.Path, entry.Module, parameter.Name);
}
