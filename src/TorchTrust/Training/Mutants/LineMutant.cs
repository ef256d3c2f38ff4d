using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Mutants;

/// <summary>
/// A fault of a call that the user's own code makes, at its own line: left out, repeated, or made with something else while it
/// runs. There is no place for it where the code is not woven.
/// </summary>
/// <param name="name">The name, which never changes.</param>
/// <param name="description">What it does, in words that follow "the loop was broken so that it …".</param>
/// <param name="sites">The calls that can be broken.</param>
/// <param name="faults">The faults of calls that make it.</param>
internal sealed class LineMutant(
    string name,
    string description,
    Func<TrainingSession, IEnumerable<CallSite>> sites,
    Func<TrainingSession, CallSite, IEnumerable<CallFault>> faults) : Mutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        [.. Named((TrainingSession)session).Select(entry => entry.Name)];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) =>
        Named((TrainingSession)session).Where(entry => entry.Name == site).Select(entry => entry.Site).FirstOrDefault() is { } call
            ? Break((TrainingSession)session, call)
            : null;

    /// <summary>Whether a short life of the loop is the same with the fault as without.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var training = (TrainingSession)session;
        using LoopLife whole = LoopLife.Of(training);
        using IDisposable? broken = Apply(session, site);
        using LoopLife other = LoopLife.Of(training);
        return whole.IsSameAs(other);
    }

    /// <summary>The loop counts as broken, so that nothing that was seen of it whole is believed of it.</summary>
    private Revert Break(TrainingSession session, CallSite site)
    {
        var broken = new Stack<IDisposable>([session.Break(new LoopFault()), .. faults(session, site).Select(WovenCode.Break)]);
        return new Revert(() =>
        {
            while (broken.TryPop(out IDisposable? fault))
            {
                fault.Dispose();
            }
        });
    }

    /// <summary>Calls by member and line; several alike of one line are counted.</summary>
    private IEnumerable<(string Name, CallSite Site)> Named(TrainingSession session) => sites(session).Distinct()
        .GroupBy(site => site.ToString())
        .SelectMany(alike => alike.Select((site, index) => (index == 0 ? alike.Key : $"{alike.Key}, call {index + 1}", site)));
}
