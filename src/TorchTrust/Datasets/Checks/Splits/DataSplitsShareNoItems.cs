using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No item that is held out has the inputs of one that is trained on.</summary>
[Check("data-splits-share-no-items", "what is held out is not trained on", CheckArea.Splits)]
internal sealed class DataSplitsShareNoItems : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network is tested on what it has learned by heart: every measure is too good.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Remove the copies before the data are cut, and cut once. If one split is a part of another: WithSplit(…, partOf: "
            + "\"train\"); if they share items on purpose: subject.SharesItemsOnPurpose(\"train\", \"test\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("leak-an-item", "has an item of the test split among those that are trained on", field =>
            !field.Plan.IsAside) { FromHeldOut = true },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Splits.Count < 2 ? "There is one split only." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Trained, SplitContent Held)[] pairs = [.. SplitPairs.Of(splits, split => split.Live, session.Subject.Facts)];
        if (pairs.Length == 0)
        {
            return CheckOutcome.Skipped("No split is held out from another one that is trained on, or they share items on purpose.");
        }

        var findings = new List<Finding>();
        string? undecided = null;
        bool judged = false;
        foreach ((SplitContent trained, SplitContent held) in pairs)
        {
            if (trained.Live.Declared.IsAugmented)
            {
                undecided ??= session.StoredOf(trained.Live) is not null
                    ? null
                    : $"Items of split {trained.Name} are augmented as they are read, so that one which is held out is not known again: "
                        + $"declare them as they are stored, "
                        + $"WithSplit(\"{trained.Name} as stored\", …, partOf: \"{trained.Name}\").";
                continue;
            }

            ContentHashes known = trained.Summary.Contents;
            var judge = Richness.Of(trained.Summary);
            double compared = (double)trained.Summary.Items * held.Summary.Items;
            judged |= held.Summary.Contents.Entries.Values.Any(entry => judge.IsRich(entry.Distinct, compared));
            (ContentEntry Trained, ContentEntry Held)[] shared =
            [
                .. held.Summary.Contents.Entries.Where(entry =>
                    known.Entries.ContainsKey(entry.Key) && judge.IsRich(entry.Value.Distinct, compared))
                    .Select(entry => (known.Entries[entry.Key], entry.Value)).OrderBy(entry => entry.Value.First),
            ];
            long count = shared.Sum(pair => pair.Held.Count);
            if (count == 0)
            {
                continue;
            }

            // The chance that the next item has a content that was seen, after Good and Turing.
            double again = 1 - ((double)known.Singles / Math.Max(known.Items, 1));
            if (Chance.OfAtLeast(count, held.Summary.Contents.Items, again) < Chance.Alpha)
            {
                findings.Add(Describe(trained, held, shared, count));
            }
            else
            {
                undecided ??= $"{count} items of split {held.Name} have the inputs of items of split {trained.Name}, and items repeat so "
                    + $"often within {trained.Name} (a share of "
                    + $"{Numbers.Short(again)} has been there) that chance may have done it: see {CheckIds.DataItemsAreUnique}.";
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings)
            : undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : judged ? CheckOutcome.Passed
            : CheckOutcome.Skipped("Items hold so few values that equal ones may come by chance.");
    }

    private static Finding Describe(SplitContent trained, SplitContent held, (ContentEntry Trained, ContentEntry Held)[] shared,
        long count) => new(
        $"{count} of {held.Summary.Items} items of split {held.Name} are trained on, such as "
            + string.Join(", ", shared.Take(4)
                .Select(pair => $"item {pair.Held.First}, which is item {pair.Trained.First} of split {trained.Name}")))
        {
            Sample = shared[0].Held.First,
            Numbers = new Dictionary<string, double> { ["shared items"] = count },
        };
}
