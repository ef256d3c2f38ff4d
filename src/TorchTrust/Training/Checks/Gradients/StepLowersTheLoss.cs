using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Gradients;

/// <summary>A small part of an update lowers the loss that is reported for the same batch with the same noise.</summary>
[Check(
    "loop-step-lowers-the-loss", "a small step along an update improves the number that is reported", CheckArea.Gradients,
    Need = Need.TrainsSteps)]
internal sealed class StepLowersTheLoss : ReplayCheck
{
    /// <summary>Shares of the update that are tried: one that overshoots improves nothing, a small one does.</summary>
    private static readonly double[] _shares = [1, 1.0 / 4, 1.0 / 16, 1.0 / 64, 1.0 / 256, 1.0 / 1024, 1.0 / 4096];

    /// <inheritdoc/>
    public override string Why => "The optimizer then climbs where it should descend, or follows something else than the number.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the sign of the loss, and at maximize. Where a step reports what it raises: subject.ReportsObjective(); where "
            + "it reports something else: ReportsAnotherNumber(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.FlipGradients];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.Reports.Any(report => report.Kind != ReportKind.Other) ? null
            : "What a step reports is not declared: subject.ReportsLoss() or ReportsObjective().";

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        int first = trace.Calls.Where(call => call.Updates.Any()).TakeWhile(call => call.Moved.Count == 0).Count();
        if (trace.Optimizers.Count != 1 || UpdateWindow.Find(trace, first) is not { } window)
        {
            return CheckOutcome.Skipped("There is no single optimizer that makes one update in a step.");
        }

        DeclaredReport report = session.Subject.Facts.Reports.First(each => each.Kind != ReportKind.Other);
        using LoopState before = Replays.After(session, window.First);
        using LoopState after = Replays.After(session, window.Last + 1);
        if (window.Number(session, report.Part) is not { } number)
        {
            return CheckOutcome.Skipped("A step reports no number.");
        }

        double sign = report.Kind == ReportKind.Objective ? -1 : 1;
        var changes = new List<double>();
        foreach (double share in _shares)
        {
            context.Step($"moving by {share:g3} of an update");
            double? now = window.Number(session, report.Part, loop => before.MoveTowards(after, share, loop));
            changes.Add(sign * ((now ?? double.NaN) - number));
            if (changes[^1] < 0)
            {
                return CheckOutcome.Passed;
            }
        }

        double rounding = 4 * Math.Abs(number) / (1 << 23);
        return changes.Max() <= rounding
            ? CheckOutcome.Inconclusive(
                $"The number moves by rounding only ({changes.Max():g2}), so that an update neither raises nor lowers it.")
            : CheckOutcome.Failed(
            [
                new Finding(
                    $"the update of step {window.Last} makes the number {(sign > 0 ? "rise" : "fall")} on its own batch with its own "
                        + $"noise, from {number:g5} "
                        + $"by {changes[0]:g3}, and so do all parts of it down to 1/4096")
                {
                    Source = LineOf(session, context, CallKind.Step),
                    Numbers = new Dictionary<string, double> { ["before"] = number, ["change"] = changes[0],
                        ["change of 1/4096"] = changes[^1] },
                },
            ]);
    }
}
