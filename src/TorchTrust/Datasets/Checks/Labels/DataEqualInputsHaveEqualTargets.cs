using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>Inputs that are equal bit for bit, and too rich to be so by chance, have one target.</summary>
/// <remarks>
/// A question: people who label do not always agree.
/// </remarks>
[Check("data-equal-inputs-have-equal-targets", "equal inputs have equal targets", CheckArea.Labels, Severity = Severity.Question)]
internal sealed class DataEqualInputsHaveEqualTargets : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "No network can learn both answers to one question: the loss has a floor, and the accuracy a ceiling.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the two items: one label is wrong, or the input lacks what tells them apart. If items repeat on purpose: "
            + "subject.RepeatsItemsOnPurpose(\"train\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("contradict", "gives one item the inputs of another one, with another target", field =>
            field.Plan.IsInput) { WantsOtherTarget = true, Fits = HoldsEachOnce },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        var findings = new List<Finding>();
        bool rich = false;
        foreach (SplitContent split in splits.Where(split => HoldsEachOnce(session, split.Live)))
        {
            var judge = Richness.Of(split.Summary);
            double pairs = split.Summary.Items * (split.Summary.Items - 1.0) / 2;
            rich |= split.Summary.Contents.Entries.Values.Any(entry => judge.IsRich(entry.Distinct, pairs));
            findings.AddRange(split.Summary.Contents.Entries.Values
                .Where(entry => entry.Contradicts && judge.IsRich(entry.Distinct, pairs)).OrderBy(entry => entry.First).Take(8)
                .Select(entry =>
                    new Finding($"{entry.Count} items of split {split.Name} have equal inputs and different targets, such as items "
                        + $"{entry.First} and {entry.Last}")
                    {
                        Sample = entry.First,
                    }));
        }

        return rich
            ? CheckOutcome.From(findings)
            : CheckOutcome.Skipped("Inputs hold so few values that equal ones may come by chance, or they repeat on purpose.");
    }
}
