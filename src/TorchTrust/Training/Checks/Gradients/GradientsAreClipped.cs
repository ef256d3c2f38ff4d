using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Gradients;

/// <summary>Gradients that are declared clipped are, when the optimizer uses them.</summary>
[Check("loop-gradients-are-clipped", "gradients are clipped before they are used", CheckArea.Gradients, Need = Need.TrainsSteps)]
internal sealed class GradientsAreClipped : TrainingCheck
{
    /// <summary>Floating tensors of the batches are made so many times as large, so that clipping has something to do.</summary>
    private const double Enlarged = 30;

    /// <summary>What the sum of squares in float32 may err by.</summary>
    private const double Rounding = 1e-4;

    /// <inheritdoc/>
    public override string Why => "One bad batch then throws the weights away, which is what clipping is there to prevent.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Clip after the backward pass and before optimizer.step(), over the parameters of that optimizer, and unscale before.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.EnlargeGradients, LineMutants.LeaveOutClip];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.LargestGradientNorm is null && subject.Facts.LargestGradientValue is null
            ? "No clipping is declared: subject.ClipsNorm(largest) or ClipsValue(largest)."
            : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("training on enlarged batches");
        using LiveLoop loop = session.Fresh();
        using var spy = new OptimizerSpy(loop);
        Replays.Train(session, loop, session.Trace().Window + 2, (live, n) => BatchTensors.Scaled(live.Batch(n), Enlarged));
        OptimizerEvent[] updates = [.. spy.Take().Where(heard => heard.IsUpdate)];
        return updates.Length == 0
            ? CheckOutcome.Inconclusive("No update of an optimizer was heard: the loop makes its optimizer in the step, or uses LBFGS.")
            : CheckOutcome.From([.. updates.SelectMany(update => Offences(session.Subject.Facts, update))
                .DistinctBy(finding => finding.What.Split(' ')[0])
                .Select(finding => finding with { Source = LineOf(session, context, CallKind.Clip)
                    ?? LineOf(session, context, CallKind.Step) })]);
    }

    private static IEnumerable<Finding> Offences(TrainingFacts facts, OptimizerEvent update)
    {
        if (facts.LargestGradientNorm is { } norm && !(update.Norm <= norm * (1 + Rounding)))
        {
            yield return Describe(update, "norm", update.Norm, norm);
        }

        if (facts.LargestGradientValue is { } value && !(update.Largest <= value * (1 + Rounding)))
        {
            yield return Describe(update, "largest magnitude", update.Largest, value);
        }
    }

    private static Finding Describe(OptimizerEvent update, string what, double found, double declared) => new(
        $"{update.Optimizer} updates with gradients whose {what} is {found:g4}, though {declared:g4} is declared as the most")
    {
        Numbers = new Dictionary<string, double> { [what] = found, ["declared"] = declared },
    };
}
