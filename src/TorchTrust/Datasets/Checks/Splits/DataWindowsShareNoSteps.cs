using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No window that is held out has steps in a row that a window has which is trained on.</summary>
[Check("data-windows-share-no-steps", "no steps of a series are held out and trained on", CheckArea.Splits)]
internal sealed class DataWindowsShareNoSteps : DatasetCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Overlapping windows that are shuffled and cut leave nearly every step that is tested in the training.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Cut the series by time before windows are made, and leave a gap as long as a window. If the series repeats by nature: "
            + "subject.SharesItemsOnPurpose(\"train\", \"test\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("leak-a-window", "has a window of the test split among those that are trained on", field => field.Plan.TimeDimension is not null) { FromHeldOut = true },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Times.Count == 0
        ? "No field is declared to have a time: subject.HasTime(\"past\")."
        : subject.Splits.Count < 2 ? "There is one split only." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(DatasetSession session, CheckContext context)
    {
        (LiveSplit Trained, LiveSplit Held)[] pairs = [.. SplitPairs.Of(session.Splits, split => split, session.Subject.Facts)];
        var findings = new List<Finding>();
        string? undecided = null;
        bool judged = false;
        foreach ((LiveSplit trained, LiveSplit held) in pairs)
        {
            SplitSummary summary = session.SummaryOf(trained, context.Step);
            if (summary.Unreadable.Count > 0 || session.SummaryOf(held, context.Step).Unreadable.Count > 0)
            {
                return CheckOutcome.Inconclusive($"Some items cannot be read: see {CheckIds.DataItemsCanBeRead}.");
            }

            foreach (FieldSummary field in summary.Inputs.Where(field => field.Plan.TimeDimension is not null))
            {
                context.Step($"comparing the steps of {field.Path} of splits {trained.Name} and {held.Name}");
                StepRuns? runs = StepRuns.Of(summary, field, session.SummaryOf(held, context.Step).Items);
                if (runs is null)
                {
                    undecided ??= $"Windows of {field.Path} are too short, or their steps too much alike, for a run of them to mean anything.";
                    continue;
                }

                judged = true;
                foreach (DatasetItem item in trained.Items().Take(StepRuns.MaximumItems))
                {
                    runs.Learn(item);
                }

                if (runs.Met(held.Items().Take(StepRuns.MaximumItems)) is { Count: > 0 } met)
                {
                    findings.Add(new Finding(
                        $"{met.Count} items of split {held.Name} have {runs.Length} different steps in a row of {field.Path} that are trained on, such as item {met[0].Held}, which shares them with item {met[0].Trained} of split {trained.Name}")
                    {
                        Sample = met[0].Held,
                        Numbers = new Dictionary<string, double> { ["items"] = met.Count, ["steps"] = runs.Length },
                    });
                }
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings)
            : undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : judged ? CheckOutcome.Passed
            : CheckOutcome.Skipped("No input with a time is in a split that is trained on and in one that is held out, or they share items on purpose.");
    }
}
