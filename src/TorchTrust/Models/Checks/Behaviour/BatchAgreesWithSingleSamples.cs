using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>A sample becomes the same in a batch as alone.</summary>
[Check(
    "batch-agrees-with-single-samples",
    "a sample gives the same output in a batch as alone",
    CheckArea.Behaviour,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class BatchAgreesWithSingleSamples : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "What is evaluated in batches is not what is served one by one.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for squeeze() without a dimension, a reshape with a fixed number of rows, or a sum that should be over one sample only. "
            + "If samples mix on purpose: subject.MixesSamplesOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".MixesSamplesOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ScaleByBatchSize()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => SamplesAreIndependentInEval.WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        try
        {
            return new BatchArrangement(session, context).Decide(
                count => [.. Enumerable.Range(0, (int)count)
                    .Select(i => new BatchArrangement.Arrangement("when it is alone in its batch", [i]))]);
        }
        catch (SubjectException thrown) when (WhyFails(session, ModelSession.BatchSize) is null && WhyFails(session, 1) is not null)
        {
            return CheckOutcome.Failed(
                [
                    new Finding($"one sample alone cannot be run, while {ModelSession.BatchSize} together can: "
                        + $"{WhyFails(session, 1) ?? thrown.Message}")
                    {
                        Throws = UserFrame.IdentityOf(thrown),
                    },
                ],
                Severity.Question);
        }
    }

    /// <summary>
    /// What the model says to a number of samples, neither converted nor altered; null where it takes them.
    /// </summary>
    private static string? WhyFails(ModelSession session, long count)
    {
        using var scope = NewDisposeScope();
        try
        {
            session.Run(session.Inputs(count), ForwardMode.Eval);
            return null;
        }
        catch (SubjectException thrown)
        {
            return thrown.Message;
        }
    }
}
