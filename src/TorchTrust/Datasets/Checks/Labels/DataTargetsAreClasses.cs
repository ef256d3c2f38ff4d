using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>Every target of classes is a whole number from 0 up to the number of classes, or marks what does not count.</summary>
/// <remarks>
/// Labels that begin at 1 are a question where the number of classes is not declared.
/// </remarks>
[Check("data-targets-are-classes", "targets are classes that there are", CheckArea.Labels)]
internal sealed class DataTargetsAreClasses : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A label that is no class ends the process on a GPU, throws on a CPU, or trains a class that does not exist.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Count classes from 0: labels of files often begin at 1. If a value marks what does not count: "
            + "subject.IgnoresTarget(\"mask\", 255).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "leave-the-classes",
            "has a label beyond the last class in one item",
            (_, field) => field.Plan is { IsTarget: true, Classes: not null },
            (values, field) => values.fill_(field.Plan.Classes!.Value)),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Split, FieldSummary Field)[] targets =
            [.. from split in splits from field in split.Summary.Fields where field.Plan.IsTarget && field.NumericItems > 0
                select (split, field)];
        Finding[] wrong =
        [
            .. targets.Where(target => target.Field.OutOfClasses.Count > 0).Select(target => new Finding(
                $"{target.Field.Path} is no class from 0 to {target.Field.Plan.Classes - 1} in {target.Field.OutOfClasses} of split "
                    + $"{target.Split.Name}: "
                    + $"its values go from {Numbers.Short(target.Field.Minimum.Value)} to {Numbers.Short(target.Field.Maximum.Value)}")
            {
                Sample = target.Field.OutOfClasses.First.First(),
                Numbers = new Dictionary<string, double> { ["least"] = target.Field.Minimum.Value,
                    ["largest"] = target.Field.Maximum.Value },
            }),
        ];
        if (wrong.Length > 0)
        {
            return CheckOutcome.Failed(wrong);
        }

        return targets.Length == 0
            ? CheckOutcome.Skipped("No target holds numbers.")
            : CheckOutcome.From(
                [.. targets.Where(target => BeginsLate(target.Field)).Select(target => new Finding(
                    $"{target.Field.Path} begins at {target.Field.Minimum.Value} in split {target.Split.Name}, with "
                        + $"{target.Field.Values!.Count} values in a row: "
                        + $"classes are counted from 0. If they are values, skip this check; otherwise classes: "
                            + $"{target.Field.Maximum.Value + 1} says what is meant"))],
                Severity.Question);
    }

    /// <summary>Whole numbers in a row that do not begin at 0, each of which occurs several times, look like classes.</summary>
    private static bool BeginsLate(FieldSummary field) =>
        field is { IsWhole: true, Plan.Classes: null, Values.Count: > 1, Elements.Size: 1, Minimum.Value: 1 }
        && field.Maximum.Value - field.Minimum.Value + 1 == field.Values.Count && field.Values.Values.Min() > 1;
}
