using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Schedule;

/// <summary>Where gradients are accumulated, rates change only with an update.</summary>
[Check(
    "loop-rates-change-with-updates", "rates change in steps that make an update", CheckArea.Schedule, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class RatesChangeWithUpdates : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "With accumulated gradients the schedule then runs as many times too fast as there are steps to an update.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call scheduler.step() after optimizer.step(), and only then. Where it counts samples or steps on purpose: "
            + "subject.Skip(\"loop-rates-change-with-updates\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [ScheduleMutants.DecayEachStep];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        var findings = new List<Finding>();
        bool waits = false;
        for (int i = 1; i < trace.Calls.Count; i++)
        {
            (TracedCall before, TracedCall call) = (trace.Calls[i - 1], trace.Calls[i]);
            foreach ((string optimizer, IReadOnlyList<double> rates) in call.Rates)
            {
                bool updates = call.Updates.Any(update => update.Optimizer == optimizer);
                bool hasUpdated = trace.Calls.Any(each => each.Updates.Any(update => update.Optimizer == optimizer));
                waits |= hasUpdated && !call.IsEndOfEpoch && !updates;
                if (hasUpdated && !call.IsEndOfEpoch && !updates && before.Rates.TryGetValue(optimizer, out IReadOnlyList<double>? earlier)
                    && !earlier.SequenceEqual(rates))
                {
                    findings.Add(new Finding(
                        $"the rate of {optimizer} changes from {earlier[0]:g4} to {rates[0]:g4} in step {call.Step}, which makes no update "
                            + "of it")
                    {
                        Numbers = new Dictionary<string, double> { ["before"] = earlier[0], ["after"] = rates[0], ["step"] = call.Step },
                    });
                }
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed([.. findings.DistinctBy(finding => finding.What.Split(" changes ")[0])])
            : waits ? CheckOutcome.Passed
            : CheckOutcome.Skipped("Every step makes an update, or none can be heard.");
    }
}
