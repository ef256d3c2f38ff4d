using TorchTrust.Checks;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>Every item has the properties that the user says of it.</summary>
[Check("data-properties-hold", "every item has the properties that are declared", CheckArea.Content)]
internal sealed class DataPropertiesHold : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "What you know of your data, and no general check can, does not hold.";

    /// <inheritdoc/>
    public override string Remedy => "Look at the item that is named, and at how it is read.";

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Properties.Count == 0
        ? "No property is declared: subject.Holds(\"the columns add up to 1\", item => …)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits) => CheckOutcome.From(
    [
        .. from split in splits
           from violation in split.Summary.Violations
           select new Finding(
               $"it does not hold that {violation.Key}: {violation.Value} of split "
                   + $"{split.Name}") { Sample = violation.Value.First.First() },
    ]);
}
