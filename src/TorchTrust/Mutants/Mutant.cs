using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Mutants;

/// <summary>
/// A known fault that can be put into a live subject and taken back, to see whether somebody notices: a check of ours, or a
/// user's own tests.
/// </summary>
internal abstract class Mutant
{
    /// <summary>The name, which never changes, such as <c>mix-batch-mean</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in words that follow "the model was broken so that it …".</summary>
    public abstract string Description { get; }

    /// <summary>The places where the fault can be put: paths of modules, parameters or fields.</summary>
    public abstract IReadOnlyList<string> Sites(ISubjectSession session);

    /// <summary>
    /// The kind of each place: what is noticed at one place of a kind is noticed at the others for the same reason, so that
    /// a proof need not try them all. Unless told otherwise each place is a kind of its own.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="sites">What <see cref="Sites"/> gave.</param>
    public virtual IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) => sites;

    /// <summary>Breaks the subject at a place.</summary>
    /// <returns>Takes the fault back on dispose; null where it cannot be made there.</returns>
    public abstract IDisposable? Apply(ISubjectSession session, string site);

    /// <summary>
    /// What of the subject the fault leaves as it is at every place, so that a trial need not measure it again. Only what can be
    /// shown from what the fault does; nothing unless told otherwise.
    /// </summary>
    public virtual Facet Keeps => Facet.None;

    /// <summary>
    /// Whether faults at several places neither hide nor make each other, so that one run can try them together: each finding
    /// must then name its place (<see cref="IsNamedBy"/>).
    /// </summary>
    public virtual bool CanBeSeveral => false;

    /// <summary>Whether a finding speaks of the fault at a place.</summary>
    public virtual bool IsNamedBy(Finding finding, string site) => finding.Parameter == site;

    /// <summary>
    /// How many samples a batch has in which single samples are broken, each at another place, while all others stay whole: a smaller
    /// fault than that in all of them, of which one run tries several. Each finding must name its sample then. Null where the fault
    /// cannot be put so.
    /// </summary>
    public virtual long? SamplesOfOneRun(ISubjectSession session) => null;

    /// <summary>
    /// Breaks the subject at a place for one sample of each batch, where <see cref="SamplesOfOneRun"/> says that it can be.
    /// </summary>
    /// <returns>Takes the fault back on dispose; null where it cannot be made there.</returns>
    public virtual IDisposable? ApplyTo(ISubjectSession session, string site, long sample) => null;

    /// <summary>
    /// Whether <see cref="IsEquivalent"/> is asked before the check is run: it is true at many places, and costs less than a check that
    /// notices nothing.
    /// </summary>
    public virtual bool AsksEquivalenceFirst => false;

    /// <summary>
    /// Whether the fault, put into the subject as it is now, changes no bit that can be observed, at the generic point
    /// neither. Called with the fault taken back.
    /// </summary>
    public virtual bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <summary>
    /// Whether the fault, put at all of several places at once, changes no bit that can be observed: then it changes none at any of them,
    /// where faults cannot undo each other. Null, unless told otherwise: then each place is looked at for itself.
    /// </summary>
    public virtual bool? AreEquivalent(ISubjectSession session, IReadOnlyList<string> sites) => null;
}
