using TorchTrust.Probes;

namespace TorchTrust.Checks;

/// <summary>A check of a model.</summary>
internal abstract class ModelCheck : Check
{
    /// <inheritdoc/>
    public sealed override bool AppliesTo(Subject subject) => subject is ModelSubject;

    /// <inheritdoc/>
    public sealed override string? NotApplicable(Subject subject) => NotApplicable((ModelSubject)subject);

    /// <inheritdoc/>
    public sealed override CheckOutcome Run(ISubjectSession session, CheckContext context) =>
        Run((ModelSession)session, context);

    /// <summary>Why the check does not apply to a model, before anything is built; null if it may.</summary>
    protected virtual string? NotApplicable(ModelSubject subject) => null;

    /// <summary>Decides.</summary>
    protected abstract CheckOutcome Run(ModelSession session, CheckContext context);
}
