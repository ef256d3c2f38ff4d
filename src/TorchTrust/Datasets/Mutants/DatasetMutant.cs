using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Datasets.Mutants;

/// <summary>A known fault of a data set, which is put between the live data set and whoever reads it.</summary>
internal abstract class DatasetMutant : Mutant
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Sites(ISubjectSession session) => Sites((DatasetSession)session);

    /// <inheritdoc/>
    public sealed override IDisposable? Apply(ISubjectSession session, string site)
    {
        var data = (DatasetSession)session;
        if (Fault(data, site) is not { } rewire)
        {
            return null;
        }

        data.Rewire = rewire;
        return new Revert(() => data.Rewire = null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) => [.. sites.Select(_ => Name)];

    /// <summary>The places where the fault can be put.</summary>
    protected abstract IReadOnlyList<string> Sites(DatasetSession session);

    /// <summary>Makes what stands between, anew for each opening; null where it cannot be made.</summary>
    protected abstract Func<Rewiring>? Fault(DatasetSession session, string site);
}
