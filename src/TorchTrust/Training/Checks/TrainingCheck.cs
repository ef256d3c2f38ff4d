using TorchTrust.Checks;
using TorchTrust.Probes;

namespace TorchTrust.Training.Checks;

/// <summary>A check of a training loop.</summary>
[CheckKind("training", "loop-")]
internal abstract class TrainingCheck : CheckOf<TrainingSubject, TrainingSession>
{
    /// <inheritdoc/>
    protected sealed override string? NotApplicable(TrainingSubject subject) => subject.Step is null && subject.Steps is null
        ? "No step is declared: subject.WithStep((loop, batch) => …)."
        : Lacks(subject);

    /// <summary>What a subject that takes steps lacks, and the line that declares it; null where it lacks nothing.</summary>
    protected virtual string? Lacks(TrainingSubject subject) => null;

    /// <summary>Where there is no evaluation.</summary>
    protected static string? LacksEvaluation(TrainingSubject subject) => subject.Evaluate is null && subject.EvaluateOn is null
        ? "No evaluation is declared: subject.WithEvaluation(loop => …)."
        : null;

    /// <summary>Where batches cannot be handed over.</summary>
    protected static string? LacksBatches(TrainingSubject subject) => subject.HasBatches
        ? null
        : "A step takes no batch, so none can be exchanged: subject.WithBatch((loop, n) => …).";

    /// <summary>
    /// The user's own line that makes a call in a step; null where the code is not woven, and in a trial, where nobody reads it.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="context">The circumstances.</param>
    /// <param name="kind">What is called.</param>
    /// <param name="optimizer">The path of the optimizer that it is called on; null for any.</param>
    protected static SourceLocation? LineOf(TrainingSession session, CheckContext context, CallKind kind, string? optimizer = null)
    {
        try
        {
            return context.IsTrial ? null : session.Calls().LineOf(kind, optimizer);
        }
        catch (SubjectException)
        {
            // What is heard for the line goes on after what the check looks at: that it throws there is told by another check.
            return null;
        }
    }

    /// <summary>Names some of many.</summary>
    protected static string Names(IReadOnlyCollection<string> paths) =>
        paths.Count > 4 ? $"{string.Join(", ", paths.Take(3))} and {paths.Count - 3} more" : string.Join(", ", paths);

    /// <summary>Some paths, how many more there are, and the verb that belongs to one or to several.</summary>
    protected static string Names(IReadOnlyCollection<string> paths, string one, string several) =>
        $"{Names(paths)} {(paths.Count == 1 ? one : several)}";
}
