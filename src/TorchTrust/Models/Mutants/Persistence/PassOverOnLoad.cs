using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets the loading of weights pass over one parameter or buffer in silence.</summary>
internal sealed class PassOverOnLoad : Mutant
{
    /// <inheritdoc/>
    public override string Name => "pass-over-on-load";

    /// <inheritdoc/>
    public override string Description => "loads the weights of everything but one parameter or buffer";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        return model.WeightsLoader is null
            ? []
            : [.. model.PersistentState.Where(entry => entry.Tensor.is_floating_point() && !model.Subject.StartsAfresh(entry.Path))
                .Select(entry => entry.Path)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfParameters((ModelSession)session, sites);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        if (model.WeightsLoader is not { } load)
        {
            return null;
        }

        model.WeightsLoader = instance => PassingOver.Load(instance, site, () => load(instance));
        return new Revert(() => model.WeightsLoader = load);
    }
}
