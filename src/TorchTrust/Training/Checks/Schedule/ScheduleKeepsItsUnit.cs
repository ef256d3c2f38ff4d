using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Schedule;

/// <summary>A schedule that is declared to count epochs changes no rate within one.</summary>
[Check("loop-schedule-keeps-its-unit", "a schedule by epochs changes no rate within an epoch", CheckArea.Schedule, Need = Need.TrainsSteps)]
internal sealed class ScheduleKeepsItsUnit : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why => "A schedule that counts steps as epochs has ended long before the training has.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call scheduler.step() at the end of an epoch, not in each step; or declare subject.SchedulesBy(TrainingUnit.Step).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [ScheduleMutants.DecayEachStep];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.ScheduleUnit is null ? "What the schedule counts is not declared: subject.SchedulesBy(TrainingUnit.Epoch)."
        : subject.Facts.ScheduleUnit == TrainingUnit.Step ? "The schedule changes rates by steps, as declared."
        : subject.EndOfEpoch is null ? "The end of an epoch is not declared: subject.WithEndOfEpoch(loop => …, stepsPerEpoch)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        long length = session.Subject.EndOfEpoch!.Value.StepsPerEpoch;
        var findings = new List<Finding>();
        TracedCall? before = null;
        foreach (TracedCall call in trace.Steps)
        {
            if (before is not null && before.Step / length == call.Step / length)
            {
                foreach ((string optimizer, IReadOnlyList<double> rates) in call.Rates)
                {
                    if (before.Rates.TryGetValue(optimizer, out IReadOnlyList<double>? earlier) && !earlier.SequenceEqual(rates))
                    {
                        findings.Add(new Finding(
                            $"the rate of {optimizer} changes from {earlier[0]:g4} to {rates[0]:g4} within epoch {call.Step / length}, in "
                                + $"step {call.Step}")
                        {
                            Numbers = new Dictionary<string, double>
                            {
                                ["before"] = earlier[0],
                                ["after"] = rates[0],
                                ["step"] = call.Step
                            },
                        });
                    }
                }
            }

            before = call;
        }

        return length < 2
            ? CheckOutcome.Inconclusive("An epoch has one step, so that nothing can change within it.")
            : CheckOutcome.From([.. findings.DistinctBy(finding => finding.What.Split(" changes ")[0])]);
    }
}
