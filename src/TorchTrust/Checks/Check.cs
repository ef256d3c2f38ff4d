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

    /// <summary>The faults that this check exists for, to be put into the live subject after a pass.</summary>
    public virtual IReadOnlyList<Mutant> Mutants => [];
}
