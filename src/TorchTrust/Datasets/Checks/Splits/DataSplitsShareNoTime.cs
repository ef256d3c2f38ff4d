using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No item that is held out covers a moment that one which is trained on covers.</summary>
[Check("data-splits-share-no-time", "what is held out covers another time than what is trained on", CheckArea.Splits)]
internal sealed class DataSplitsShareNoTime : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network has seen the days that it is asked to foretell.";

    /// <inheritdoc/>
    public override string Remedy => "Cut by time, and leave a gap as long as an item covers.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("leak-a-moment", "has the time of a held-out item among those that are trained on", field =>
            field.Plan is { IsAside: true, IsGroup: false }) { FromHeldOut = true },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts is { CoveredFields: null, Covered.Count: 0 }
        ? "No time is declared: subject.CoversTime(\"from\", \"to\")."
        : subject.Splits.Count < 2 ? "There is one split only." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Trained, SplitContent Held)[] pairs =
            [.. SplitPairs.Of(splits, split => split.Live, session.Subject.Facts)
                .Where(pair => pair.First.Summary.Spans.Count > 0 && pair.Second.Summary.Spans.Count > 0)];
        return pairs.Length == 0
            ? CheckOutcome.Inconclusive(
                "No two splits, of which one is trained on and one held out, cover a time: name fields that hold numbers or moments, or "
                    + "give the time of each split.")
            : CheckOutcome.From([.. pairs.Select(pair => Describe(pair.Trained, pair.Held)).OfType<Finding>()]);
    }

    private static Finding? Describe(SplitContent trained, SplitContent held)
    {
        (double From, double To, long Index)[] known = [.. trained.Summary.Spans.OrderBy(span => span.From).ThenBy(span => span.Index)];
        double[] latest = new double[known.Length];
        double until = double.NegativeInfinity;
        for (int i = 0; i < known.Length; i++)
        {
            latest[i] = until = Math.Max(until, known[i].To);
        }

        // Of those that begin before it ends, the latest end decides.
        (double From, double To,
            long Index)[] shared = [.. held.Summary.Spans.Where(span =>
            Before(known, span.To) is var last and >= 0 && latest[last] >= span.From).OrderBy(span => span.Index)];
        if (shared.Length == 0)
        {
            return null;
        }

        // Of those that have not ended when it begins, the first to begin has begun before it ends.
        long other = known.First(span => span.To >= shared[0].From).Index;
        return new Finding(
            $"{shared.Length} of {held.Summary.Spans.Count} items of split {held.Name} cover a time that is trained on, such as item "
                + $"{shared[0].Index}, which meets item {other} of split {trained.Name}")
        {
            Sample = shared[0].Index,
            Numbers = new Dictionary<string, double> { ["items"] = shared.Length },
        };
    }

    /// <summary>The last span that begins at a moment or before it; -1 if none does.</summary>
    private static int Before((double From, double To, long Index)[] spans, double moment)
    {
        (int low, int high) = (0, spans.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = spans[middle].From <= moment ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
