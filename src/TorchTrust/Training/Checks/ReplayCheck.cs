using TorchTrust.Checks;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks;

/// <summary>A check that compares replays: where a fresh loop of the same seed is none, nothing can be decided.</summary>
internal abstract class ReplayCheck : TrainingCheck
{
    /// <summary>How often the first steps are repeated before a difference is called a fault.</summary>
    private const int Repeats = 8;

    /// <inheritdoc/>
    protected sealed override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        if (session.Subject.Facts.NotRepeatable is { } declared)
        {
            return CheckOutcome.Skipped($"The loop cannot be replayed, as declared: {declared.Reason}");
        }

        context.Step("replaying the first steps");
        if (session.WhyNotRepeatable() is { } cause)
        {
            return CheckOutcome.Inconclusive(cause);
        }

        CheckOutcome outcome = Decide(session, context);
        return outcome.Verdict == Verdict.Failed && !context.IsTrial ? AgainstRepeats(outcome, session, context) : outcome;
    }

    /// <summary>
    /// Threads that race give the same bits most of the time, so that replays seem to repeat: before a difference is called a fault, the
    /// first steps are repeated some more, and the check has to say the same once more.
    /// </summary>
    private CheckOutcome AgainstRepeats(CheckOutcome outcome, TrainingSession session, CheckContext context)
    {
        context.Step("repeating the first steps, to see whether they are always the same");
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            if (Replays.WhyNotRepeatable(session) is { } cause)
            {
                return CheckOutcome.Inconclusive(cause);
            }
        }

        CheckOutcome again = Decide(session, context);
        return again.Verdict == Verdict.Failed
            ? outcome
            : CheckOutcome.Inconclusive(
                "What differed between two replays did not differ between the next two, so this cannot be decided: something is random "
                    + "beside torch's default generator.");
    }

    /// <summary>Decides, where the same seed gives the same bits.</summary>
    protected abstract CheckOutcome Decide(TrainingSession session, CheckContext context);
}
