using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>Registered members have the names that the code gives them.</summary>
/// <remarks>A question, since such a model computes right, and checkpoints may carry the names already.</remarks>
[Check(
    "component-names-are-clean",
    "registered members have the names that the code gives them",
    CheckArea.Structure,
    Severity = Severity.Question)]
internal sealed class ComponentNamesAreClean : ModelCheck
{
    private const string Marker = ">k__BackingField";

    /// <inheritdoc/>
    public override string Why =>
        "The names in the state dictionary are those of hidden fields: files do not fit a model whose property becomes a field, nor one "
            + "from elsewhere.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Name the hidden field, [field: ComponentName(Name = \"head\")] public Linear Head { get; }, or hold it in a field. If files "
            + "with these names exist: subject.Skip(\"component-names-are-clean\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.ComponentNamesAreClean, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new NameByBackingField()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) => CheckOutcome.From(
    [
        .. from entry in session.Modules
           from name in entry.Module.named_children().Select(child => child.name)
               .Concat(RegisteredMembers.Tensors(entry.Module).Select(tensor => tensor.Name))
           where name.EndsWith(Marker, StringComparison.Ordinal)
           let path = ObjectGraph.Join(entry.Path, name)
           select new Finding(
               $"{path} is the name of a hidden field, since {name[1..^Marker.Length]} of {entry.Module.GetType().Name} is an "
                   + "auto-property")
           {
               Module = entry.Path,
               Parameter = path,
           },
    ]);
}
