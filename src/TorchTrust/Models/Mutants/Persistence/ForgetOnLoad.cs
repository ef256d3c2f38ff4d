using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets the project's own loading pass over one parameter or buffer in silence.</summary>
internal sealed class ForgetOnLoad : Mutant
{
    /// <inheritdoc/>
    public override string Name => "forget-on-load";

    /// <inheritdoc/>
    public override string Description => "loads everything but one parameter or buffer";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        return model.Persistence is null
            ? []
            : [.. model.PersistentState.Where(entry => entry.Tensor.is_floating_point()).Select(entry => entry.Path)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfParameters((ModelSession)session, sites);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        if (model.Persistence is not { } persistence)
        {
            return null;
        }

        model.Persistence =
            (persistence.Save, (instance, path) => PassingOver.Load(instance, site, () => persistence.Load(instance, path)));
        return new Revert(() => model.Persistence = persistence);
    }

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) =>
        StateInfluence.IsNone((ModelSession)session, site);
}
