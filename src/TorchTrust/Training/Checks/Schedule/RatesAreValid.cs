using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Schedule;

/// <summary>Each update has a rate that is finite and not below zero, and schedules do not stop the training before its end.</summary>
[Check("loop-rates-are-valid", "rates are finite and not below zero", CheckArea.Schedule, Need = Need.TrainsSteps)]
internal sealed class RatesAreValid : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A rate below zero climbs, one that is not finite ruins the weights, and one of zero trains nothing while it lasts.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at what the schedule computes for the first and the last step, and at the unit in which it counts: steps or "
            + "epochs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.NegativeRate];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        (TracedCall Call, OptimizerEvent Update)[] updates =
            [.. trace.Calls.SelectMany(call => call.Updates.Select(update => (call, update)))];
        if (updates.Length == 0)
        {
            return CheckOutcome.Skipped("No update of an optimizer can be heard, so that its rates are not known.");
        }

        Finding[] findings = [.. updates.SelectMany(entry => entry.Update.Rates.Where(rate => !(rate >= 0 && double.IsFinite(rate)))
            .Select(rate => Describe(entry.Call, entry.Update, rate))).DistinctBy(finding => finding.What.Split(' ')[0])
            .Select(finding => finding with { Source = LineOf(session, context, CallKind.Schedule)
                ?? LineOf(session, context, CallKind.Step) })];
        return CheckOutcome.From(findings);
    }

    private static Finding Describe(TracedCall call, OptimizerEvent update, double rate) =>
        new($"{update.Optimizer} updates with a rate of {rate:g4} in step {call.Step}")
        {
            Numbers = new Dictionary<string, double> { ["rate"] = rate, ["step"] = call.Step },
        };
}
