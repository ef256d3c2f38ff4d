using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>Every value lies within the bounds that are declared for its field.</summary>
[Check("data-values-are-within-bounds", "values lie within their bounds", CheckArea.Content)]
internal sealed class DataValuesAreWithinBounds : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A network that expects values in [-1, 1] saturates on [0, 255], and what it learned on one scale is worth nothing on "
            + "another.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Scale the field when it is read, once: look for a division by 255 that is missing, made twice, or made on whole "
            + "numbers.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "leave-the-bounds",
            "has a value beyond its bounds in one item",
            (_, field) => field.Plan.HasBounds,
            (values, field) => values + (field.Plan.Maximum - field.Plan.Minimum) + 1),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Bounds.Count == 0
        ? "No bounds are declared: subject.Within(\"image\", 0, 1)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        if (!splits.Any(split => split.Summary.Fields.Any(field => field.Plan.HasBounds && field.NumericItems > 0)))
        {
            return CheckOutcome.Inconclusive(
                $"No field of numbers is named {string.Join(", ", session.Subject.Facts.Bounds.Select(bound => bound.Field))}.");
        }

        return CheckOutcome.From(
        [
            .. from split in splits
               from field in split.Summary.Fields
               where field.OutOfBounds.Count > 0
               select new Finding(
                   $"{field.Path} lies outside of [{Numbers.Short(field.Plan.Minimum)}, {Numbers.Short(field.Plan.Maximum)}] in "
                       + $"{field.OutOfBounds} of split {split.Name}: "
                       + $"its values go from {Numbers.Short(field.Minimum.Value)} (item {field.Minimum.Index}) to "
                           + $"{Numbers.Short(field.Maximum.Value)} (item {field.Maximum.Index})")
               {
                   Sample = field.OutOfBounds.First.First(),
                   Numbers = new Dictionary<string, double> { ["least"] = field.Minimum.Value, ["largest"] = field.Maximum.Value },
               },
        ]);
    }
}
