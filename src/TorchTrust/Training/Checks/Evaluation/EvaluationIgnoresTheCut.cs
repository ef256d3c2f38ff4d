using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Evaluation;

/// <summary>The number does not depend on how the samples are cut into batches, nor on the order of these.</summary>
/// <remarks>Batches of unequal size, in both orders and joined into one: that tells all wrong means of batches from right ones.</remarks>
[Check(
    "loop-evaluation-ignores-the-cut", "an evaluation does not depend on how its samples are cut into batches", CheckArea.Evaluation,
    Need = Need.TrainsSteps)]
internal sealed class EvaluationIgnoresTheCut : ReplayCheck
{
    /// <summary>Sums in float32 in another order differ by less than this share.</summary>
    private const double Rounding = 1e-5;

    /// <summary>A batch of half the size that weighs as much as a whole one shows as more, unless all samples are alike.</summary>
    private const double Differs = 1e-3;

    /// <inheritdoc/>
    public override string Why => "The number then changes with the batch size, and two runs that differ in it cannot be compared.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Sum over samples and divide once at the end, and evaluate in eval mode. A mean of the means of batches weighs the "
            + "samples of a smaller last batch too much.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.WeighLastBatch];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.EvaluateOn is null
        ? "The evaluation takes no batches: subject.WithBatch(…).WithEvaluation((loop, batches) => …)."
        : subject.Facts.RandomEvaluation is { } random ? $"The evaluation is random, as declared: {random.Reason}"
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, session.Trace().Window);
        object? whole = Replays.OtherBatch(loop, 0);
        object? part = Half(Replays.OtherBatch(loop, 1));
        object? joined = BatchTensors.Joined(whole, part);
        if (joined is null)
        {
            return CheckOutcome.Skipped(
                "The tensors of a batch have no first dimension in common, so that batches cannot be cut and joined.");
        }

        context.Step("evaluating the batches in two orders, and joined into one");
        using LoopState here = new(loop, []);
        double Evaluate(params object?[] batches)
        {
            here.WriteTo(loop);
            return loop.Evaluate(batches).First!.Value;
        }

        double apart = Evaluate(whole, part);
        (double Number, string What)[] others = [(Evaluate(part, whole), "in reverse order"), (Evaluate(joined), "joined into one batch")];
        Finding[] findings = [.. others.Where(other => !(Share(apart, other.Number) < Differs)).Select(other => new Finding(
            $"two batches, of which one is half as large, are evaluated to {apart:g6}, and {other.What} to {other.Number:g6}")
        {
            Numbers = new Dictionary<string, double> { ["apart"] = apart, [other.What] = other.Number },
        })];
        return findings.Length > 0 ? CheckOutcome.Failed(findings)
            : others.All(other => Share(apart, other.Number) <= Rounding) ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive(
                $"The numbers differ by {others.Max(other => Share(apart, other.Number)):g2} of their size, more than rounding should.");
    }

    private static double Share(double a, double b) => a.Equals(b) ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(a), 1e-12);

    /// <summary>The first half of a batch; null where its tensors have no first dimension in common.</summary>
    private static object? Half(object? batch) =>
        BatchTensors.CommonSize(batch) is { } size ? TensorTree.Map(batch, (_, tensor) => tensor.narrow(0, 0, size / 2)) : null;
}
