using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No two items of a split have equal inputs that are too rich to be so by chance.</summary>
/// <remarks>
/// A question: items may repeat on purpose. An error where items are declared as unique.
/// </remarks>
[Check("data-items-are-unique", "no item is there twice", CheckArea.Splits, Severity = Severity.Question)]
internal sealed class DataItemsAreUnique : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "What is there twice weighs twice, and a later split of the data puts one copy on either side.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a file that was read twice, or a join that multiplied rows. If items repeat on purpose: "
            + "subject.RepeatsItemsOnPurpose(\"train\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("duplicate-an-item", "has one item twice", field => !field.Plan.IsAside) { Fits = HoldsEachOnce },
    ];

    /// <summary>Contents that occur more often than this on average are drawn from few.</summary>
    private const double FewContents = 4;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        DatasetFacts facts = session.Subject.Facts;
        var findings = new List<Finding>();
        Severity severity = Severity.Question;
        bool judged = false;
        foreach (SplitContent split in splits.Where(split => HoldsEachOnce(session, split.Live)))
        {
            bool unique = facts.UniqueItems.Contains(split.Name);
            ContentHashes contents = split.Summary.Contents;
            if (!unique && contents.Items > FewContents * contents.Entries.Count)
            {
                continue;
            }

            var judge = Richness.Of(split.Summary);
            double pairs = split.Summary.Items * (split.Summary.Items - 1.0) / 2;
            judged |= unique || contents.Entries.Values.Any(entry => judge.IsRich(entry.Distinct, pairs));
            ContentEntry[] repeated = [.. contents.Entries.Values.Where(entry =>
                entry.Count > 1 && (unique || judge.IsRich(entry.Distinct, pairs))).OrderBy(entry => entry.First)];
            if (repeated.Length > 0)
            {
                severity = unique ? Severity.Error : severity;
                findings.Add(Describe(split, repeated));
            }
        }

        return judged
            ? CheckOutcome.From(findings, severity)
            : CheckOutcome.Skipped("Items repeat on purpose, or hold so few values that equal ones may come by chance.");
    }

    private static Finding Describe(SplitContent split, ContentEntry[] repeated) => new(
        $"{repeated.Sum(entry => entry.Count - 1)} items of split {split.Name} are there again, such as "
            + string.Join(", ", repeated.Take(4).Select(entry => $"item {entry.First} as item {entry.Last}"))
            + (split.Summary.Contents.Share < 1
                ? FormattableString.Invariant($" (of a share of {split.Summary.Contents.Share:g2} of all contents, which was compared)")
                : ""))
    {
        Sample = repeated[0].Last,
        Numbers = new Dictionary<string, double> { ["copies"] = repeated.Sum(entry => entry.Count - 1) },
    };
}
