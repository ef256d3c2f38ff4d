using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No group, such as a patient, has items that are trained on and items that are held out.</summary>
[Check("data-splits-share-no-groups", "what belongs together is in one split", CheckArea.Splits)]
internal sealed class DataSplitsShareNoGroups : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network recognises the patient, not the disease: it is tested on people it has seen.";

    /// <inheritdoc/>
    public override string Remedy => "Cut by group: shuffle and cut the list of groups, then take the items of each.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ReplaceItem("leak-a-group", "has an item of a held-out group among those that are trained on", field =>
            field.Plan.IsGroup) { FromHeldOut = true },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts is { GroupFields.Count: 0, Groups.Count: 0 }
        ? "No groups are declared: subject.IsGroupedBy(\"patient\")."
        : subject.Splits.Count < 2 ? "There is one split only." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Trained, SplitContent Held)[] pairs =
            [.. SplitPairs.Of(splits, split => split.Live, session.Subject.Facts)
                .Where(pair => pair.First.Summary.Groups.Count > 0 && pair.Second.Summary.Groups.Count > 0)];
        return pairs.Length == 0
            ? CheckOutcome.Inconclusive(
                "No two splits, of which one is trained on and one held out, have groups: name a field that is there, or give the group "
                    + "of each split.")
            : CheckOutcome.From([.. pairs.Select(pair => Describe(pair.Trained, pair.Held)).OfType<Finding>()]);
    }

    private static Finding? Describe(SplitContent trained, SplitContent held)
    {
        string[] shared = [.. held.Summary.Groups.Keys.Where(trained.Summary.Groups.ContainsKey)
            .OrderBy(group => held.Summary.Groups[group])];
        return shared.Length == 0 ? null : new Finding(
            $"{shared.Length} of {held.Summary.Groups.Count} groups of split {held.Name} are trained on, such as "
                + string.Join(", ", shared.Take(4)
                    .Select(group =>
                    $"that of item {held.Summary.Groups[group]}, which is that of item {trained.Summary.Groups[group]} of split "
                        + $"{trained.Name}")))
        {
            Sample = held.Summary.Groups[shared[0]],
            Numbers = new Dictionary<string, double> { ["shared groups"] = shared.Length },
        };
    }
}
