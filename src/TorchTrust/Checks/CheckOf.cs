using TorchTrust.Subjects;

namespace TorchTrust.Checks;

/// <summary>A check of one kind of subject: each wing derives its own base class, which registers the kind.</summary>
/// <typeparam name="TSubject">The subject.</typeparam>
/// <typeparam name="TSession">Its session.</typeparam>
internal abstract class CheckOf<TSubject, TSession> : Check
    where TSubject : Subject
    where TSession : class, ISubjectSession
{
    /// <inheritdoc/>
    public sealed override bool AppliesTo(Subject subject) => subject is TSubject;

    /// <inheritdoc/>
    public sealed override string? NotApplicable(Subject subject) => NotApplicable((TSubject)subject);

    /// <inheritdoc/>
    public sealed override CheckOutcome Run(ISubjectSession session, CheckContext context) => Run((TSession)session, context);

    /// <summary>Why the check does not apply to a subject, before anything is built; null if it may.</summary>
    protected virtual string? NotApplicable(TSubject subject) => null;

    /// <summary>Decides.</summary>
    protected abstract CheckOutcome Run(TSession session, CheckContext context);
}
