using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>The batches of two epochs of a split that is trained on come in different orders, and classes not in runs.</summary>
/// <remarks>
/// A question: an order may be fixed on purpose, as in a curriculum.
/// </remarks>
[Check("data-order-changes", "each epoch of training has an order of its own", CheckArea.Loading, Severity = Severity.Question)]
internal sealed class DataOrderChanges : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The same items meet in the same batch, in the same order, in every epoch: the network follows the order.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Shuffle anew for each epoch. A DataLoader of TorchSharp that is given a seed repeats its order: make one for each "
            + "epoch, with seed + epoch. If the order is meant: subject.HasFixedOrderOnPurpose(\"train\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireBatches(
            "repeat-the-first-epoch",
            "gives each epoch in the order of the first one",
            (session, split) => LeftOut(session, split) is null,
            FirstEpochAgain),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Loaders.Count == 0
        ? "It is not declared how batches are loaded: subject.WithBatches(\"train\", (data, epoch) => …)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => LeftOut(session, split);

    private const int MinimumRows = 10;
    private const int LookedAt = 64;

    private static string? LeftOut(DatasetSession session, LiveSplit split) =>
        NotLoaded(session, split) ?? (!split.IsTrainedOn ? $"{split.Name} is held out."
        : IsAlone(session) ? $"Nobody says that {split.Name}, the only split, is trained on: subject.TrainsOn(\"{split.Name}\")."
        : session.Subject.Facts.FixedOrders.Any(fact => fact.Covers(split.Name)) ? $"{split.Name} has a fixed order on purpose." : null);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        SplitSummary items = SummaryOf(session, split, context);
        (Dictionary<string, List<UInt128>> first, int batches, int count) = Rows(session, split, 0, items);
        Dictionary<string, List<UInt128>> second = Rows(session, split, 1, items).Rows;
        if (batches < 2 || count < MinimumRows)
        {
            return CheckOutcome.Skipped(
                $"An epoch of {split.Name} is one batch, or has fewer than {MinimumRows} rows: there is no order that could be seen.");
        }

        string[] same = [.. first.Keys.Where(path =>
            second.TryGetValue(path, out List<UInt128>? rows) && rows.SequenceEqual(first[path]) && IsBeyondChance(rows))];
        if (same.Length > 0)
        {
            return CheckOutcome.Failed(
                [new Finding(
                    $"two epochs of split {split.Name} come in the same order: {Fields(same)} of the first {count} rows is the same")]);
        }

        return Runs(items, first) is { } runs
            ? CheckOutcome.Failed(
            [new Finding($"{runs.Path} comes in runs in an epoch of split {split.Name}: {runs.Runs} runs in {runs.Rows} rows, where "
                + $"{runs.Expected:f0} are to be expected")])
            : CheckOutcome.Passed;
    }

    /// <summary>The first epoch again, whatever its number.</summary>
    internal static Func<IEnumerable<DatasetBatch>, long, int, IEnumerable<DatasetBatch>> FirstEpochAgain()
    {
        List<DatasetBatch>? kept = null;
        return (batches, _, _) => kept ??= [.. batches.Take(LookedAt).Select(Altered.Kept)];
    }

    /// <summary>One split alone may be one that is tested: testing has any order.</summary>
    private static bool IsAlone(DatasetSession session) => session.Subject is { Splits.Count: 1, Facts.TrainingSplits.Count: 0 };

    /// <summary>
    /// Equal rows would come in the same places by chance with the sum of squared shares, to the power of the number of rows.
    /// </summary>
    private static bool IsBeyondChance(List<UInt128> rows)
    {
        double collisions = rows.GroupBy(row => row).Sum(group => Math.Pow((double)group.Count() / rows.Count, 2));
        return rows.Count * Math.Log(collisions) < Math.Log(Chance.Alpha);
    }

    /// <summary>Far fewer runs of one class than Wald and Wolfowitz expect, more than six deviations.</summary>
    private static (string Path, int Runs, int Rows, double Expected)? Runs(SplitSummary items, Dictionary<string, List<UInt128>> rows)
    {
        foreach (FieldSummary field in items.Fields.Where(field =>
            field.Plan is { IsTarget: true, Classes: not null } && rows.ContainsKey(field.Path)))
        {
            List<UInt128> labels = rows[field.Path];
            int runs = 1 + labels.Zip(labels.Skip(1)).Count(pair => pair.First != pair.Second);
            double same = labels.GroupBy(label => label).Sum(group => Math.Pow((double)group.Count() / labels.Count, 2));
            double expected = 1 + ((labels.Count - 1) * (1 - same));
            double deviation = Math.Sqrt((labels.Count - 1) * same * (1 - same));
            if ((expected - runs) / deviation > 6 && labels.Count >= 4 * MinimumRows)
            {
                return (field.Path, runs, labels.Count, expected);
            }
        }

        return null;
    }

    /// <summary>
    /// The rows of each field, and how many batches and rows there are; a batch whose rows cannot be told apart counts as one.
    /// </summary>
    private static (Dictionary<string, List<UInt128>> Rows, int Batches, int Count) Rows(
        DatasetSession session, LiveSplit split, long epoch, SplitSummary items)
    {
        var rows = new Dictionary<string, List<UInt128>>();
        int batches = 0;
        foreach (DatasetBatch batch in session.Batches(split.Name, epoch).Take(LookedAt))
        {
            batches++;
            BatchRows? told = BatchRows.Of(batch, items);
            foreach ((string path, IEnumerable<UInt128> hashes) in told is null
                ? PrintOf(batch).Select(field => (field.Key, Enumerable.Repeat(field.Value, 1)))
                : told.Fields.Select(field => (field.Key, field.Value.AsEnumerable())))
            {
                (rows.TryGetValue(path, out List<UInt128>? list) ? list : rows[path] = []).AddRange(hashes);
            }
        }

        return (rows, batches, rows.Values.Select(list => list.Count).DefaultIfEmpty().Max());
    }
}
