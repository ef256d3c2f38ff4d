using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Edits an instance: its registrations or its tensors. Instances that the check builds later carry the fault too.
/// </summary>
internal abstract class InstanceMutant : Mutant
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Sites(ISubjectSession session) =>
        [.. Places((ModelSession)session, ((ModelSession)session).Model).Distinct()];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfParameters((ModelSession)session, sites);

    /// <inheritdoc/>
    public sealed override IDisposable? Apply(ISubjectSession session, string site) =>
        EveryInstance.Break((ModelSession)session, instance => Break(instance, site));

    /// <summary>The places in an instance where the fault can be put.</summary>
    protected abstract IEnumerable<string> Places(ModelSession session, object instance);

    /// <summary>Breaks an instance.</summary>
    /// <returns>Takes the fault back, and does nothing where the instance has been disposed; null where it cannot be made.</returns>
    protected abstract Action? Break(object instance, string site);
}
