using System.Reflection;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Checks;

/// <summary>
/// A property that a subject has or lacks. A check decides and measures nothing itself: what it needs to know, probes tell.
/// It fails only on a fault, names all offenders, and leaves the subject to be restored by its session.
/// </summary>
internal abstract class Check
{
    /// <summary>What stands in a <see cref="Declaration"/> for the path that a finding names.</summary>
    public const string Place = "{place}";

    private protected Check() => Description = GetType().GetCustomAttribute<CheckAttribute>()
        ?? throw new InvalidOperationException($"{GetType().Name} has no [Check] attribute.");

    /// <summary>Id, title, area, severity, hazard and need.</summary>
    public CheckAttribute Description { get; }

    /// <summary>Why it matters, in one sentence.</summary>
    public abstract string Why { get; }

    /// <summary>What to change, in one or two sentences.</summary>
    public abstract string Remedy { get; }

    /// <summary>Whether the check is made for the kind of a subject.</summary>
    public abstract bool AppliesTo(Subject subject);

    /// <summary>Why the check does not apply to a subject, before anything is built; null if it may.</summary>
    public virtual string? NotApplicable(Subject subject) => null;

    /// <summary>Decides.</summary>
    public abstract CheckOutcome Run(ISubjectSession session, CheckContext context);

    /// <summary>Whether a pass is looked at once more in a fresh process, which goes on with what this one has left.</summary>
    public virtual bool HandsOver => false;

    /// <summary>Goes on in a fresh process with what a pass has left, or repeats it from the beginning.</summary>
    /// <param name="session">The subject, of which nothing was called here.</param>
    /// <param name="context">The circumstances, with the handover.</param>
    /// <exception cref="NotSupportedException">The check hands nothing over.</exception>
    public virtual CheckOutcome GoOn(ISubjectSession session, CheckContext context) =>
        throw new NotSupportedException($"{Description.Id} hands nothing over.");

    /// <summary>
    /// The line that declares, on the subject, that what the check asks about is meant, such as
    /// <c>.FreezesOnPurpose("{place}", "why it is right")</c>; null where no fact says it.
    /// </summary>
    public virtual string? Declaration => null;

    /// <summary>
    /// The checks that explain this one: what they find at a place, or around it, makes this one fail there, and mending it
    /// makes this one pass.
    /// </summary>
    public virtual IReadOnlyList<string> ExplainedBy => [];

    /// <summary>The faults that this check exists for, to be put into the live subject after a pass.</summary>
    public virtual IReadOnlyList<Mutant> Mutants => [];
}
