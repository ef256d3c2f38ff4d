using TorchTrust.Mutants;
using TorchTrust.Subjects;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Mutants;

/// <summary>A fault of a training loop, put into each loop that is built while it is in.</summary>
/// <param name="name">The name, which never changes.</param>
/// <param name="description">What it does, in words that follow "the loop was broken so that it …".</param>
/// <param name="sites">Where it can be put.</param>
/// <param name="fault">The fault at a place.</param>
internal sealed class LoopMutant(
    string name, string description, Func<TrainingSession, IEnumerable<string>> sites, Func<TrainingSession, string, LoopFault> fault)
        : Mutant
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => description;

    /// <summary>Tells which places are alike; each is a kind of its own unless told otherwise.</summary>
    public Func<string, string> Kind { get; init; } = site => site;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) => [.. sites((TrainingSession)session)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) => [.. sites.Select(Kind)];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) =>
        ((TrainingSession)session).Break(fault((TrainingSession)session, site));

    /// <summary>
    /// Whether a short life of the loop is the same with the fault as without: steps, an evaluation, the end of an epoch, steps.
    /// </summary>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var training = (TrainingSession)session;
        using LoopLife whole = LoopLife.Of(training);
        using IDisposable _ = training.Break(fault(training, site));
        using LoopLife broken = LoopLife.Of(training);
        return whole.IsSameAs(broken);
    }
}
