using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>No value is NaN or infinite, unless it stands for a missing one.</summary>
/// <remarks>
/// NaN is a question while nothing is declared about missing values: a table may have some on purpose.
/// </remarks>
[Check("data-values-are-finite", "values are finite", CheckArea.Content)]
internal sealed class DataValuesAreFinite : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "One NaN makes the loss NaN, and the step after it every weight.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at how the item that is named is read (a division by zero, a logarithm of zero, a cell that is empty). If NaN "
            + "stands for a missing value: subject.HasMissingValues(\"field\").";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "put-nan",
            "has a NaN in one item",
            (_, field) => field.Plan is { MissingValue: null } && field.Type.StartsWith("Float", StringComparison.Ordinal),
            (values, _) => values.index_fill(0, zeros(1, ScalarType.Int64), double.NaN)),
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (Finding Finding, bool IsQuestion)[] found =
        [
            .. from split in splits
               from field in split.Summary.Fields
               from offence in new[] { (Items: field.NotFinite.NaN, What: "NaN", IsNaN: true),
                   (Items: field.NotFinite.Infinite, What: "an infinite value", IsNaN: false) }
               where offence.Items.Count > 0
               select (
                   new Finding($"{field.Path} has {offence.What} in {offence.Items} of split "
                       + $"{split.Name}") { Sample = offence.Items.First.First() },
                   offence.IsNaN && !field.Plan.HasBounds && session.Subject.Facts.MissingValues.Count == 0),
        ];
        Finding[] wrong = [.. found.Where(each => !each.IsQuestion).Select(each => each.Finding)];
        return wrong.Length > 0 ? CheckOutcome.Failed(wrong)
            : CheckOutcome.From([.. found.Select(each => each.Finding)], Severity.Question);
    }
}
