using TorchTrust.Checks;

namespace TorchTrust.Training.Checks;

/// <summary>A check that compares replays: where a fresh loop of the same seed is none, nothing can be decided.</summary>
internal abstract class ReplayCheck : TrainingCheck
{
    /// <inheritdoc/>
    protected sealed override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        if (session.Subject.Facts.NotRepeatable is { } declared)
        {
            return CheckOutcome.Skipped($"The loop cannot be replayed, as declared: {declared.Reason}");
        }

        context.Step("replaying the first steps");
        return session.WhyNotRepeatable() is { } cause ? CheckOutcome.Inconclusive(cause) : Decide(session, context);
    }

    /// <summary>Decides, where the same seed gives the same bits.</summary>
    protected abstract CheckOutcome Decide(TrainingSession session, CheckContext context);
}
