using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>No two updates of one optimizer follow the same gradient.</summary>
[Check(
    "loop-updates-have-their-own-gradients", "each update follows a gradient of its own", CheckArea.Optimizer, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class UpdatesHaveTheirOwnGradients : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why => "A second update with the gradient of the first makes the step twice as long, or momentum count twice.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take one backward pass for each update. Where a linear loss has one gradient for all updates of a step, switch this off: "
            + "subject.Skip(\"loop-updates-have-their-own-gradients\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.StepTwice, LineMutants.RepeatStep];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        if (!trace.Calls.Any(call => call.Updates.Any()))
        {
            return CheckOutcome.Skipped("No update of an optimizer can be heard.");
        }

        Finding[] findings =
        [
            .. trace.Calls.SelectMany(call => call.Updates.GroupBy(update => update.Optimizer).SelectMany(updates => updates
                .Zip(updates.Skip(1)).Where(pair => AreSame(pair.First, pair.Second))
                .Select(pair => new Finding(
                    $"{updates.Key} makes two updates in step {call.Step} that follow the same gradient, of norm {pair.First.Norm:g3}")
                {
                    Source = LineOf(session, context, CallKind.Step, updates.Key),
                    Numbers = new Dictionary<string, double> { ["step"] = call.Step, ["updates"] = updates.Count(),
                        ["gradient norm"] = pair.First.Norm },
                }))),
        ];
        return CheckOutcome.From([.. findings.DistinctBy(finding => finding.What.Split(' ')[0])]);
    }

    private static bool AreSame(OptimizerEvent one, OptimizerEvent other) => one.Norm > 0 && one.Gradients.Count == other.Gradients.Count
        && one.Gradients.All(entry => other.Gradients.TryGetValue(entry.Key, out GradientSummary gradient)
            && gradient.Hash == entry.Value.Hash);
}
