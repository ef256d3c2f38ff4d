using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>The values of a split come near to both ends of the span that is declared, and cover half of it.</summary>
[Check("data-values-span-their-bounds", "values come near both ends of their span", CheckArea.Content)]
internal sealed class DataValuesSpanTheirBounds : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A range that is half used is one that was scaled twice, or not shifted: [0, 1] where [-1, 1] is meant.";

    /// <inheritdoc/>
    public override string Remedy => "Look at the scaling of the field: a shift that is missing, a division that is made twice.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "halve-the-range",
            "has values in the upper half of its span only",
            (_, field) => IsDeclared(field),
            (values, field) => (values + field.Maximum.Value) / 2)
        {
            Reach = FaultReach.OneSplit,
            KeepsType = false,
        },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Spans.Count == 0
        ? "No span is declared: subject.Spans(\"image\", -1, 1)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Split, FieldSummary Field, double Low, double High)[] concerned =
        [
            .. from split in splits
               from field in split.Summary.Fields
               where field.NumericItems > 0
               from span in field.Plan.Spans
               select (split, field, span.Minimum, span.Maximum),
        ];
        return concerned.Length == 0
            ? CheckOutcome.Inconclusive(
                $"No field of numbers is named {string.Join(", ", session.Subject.Facts.Spans.Select(span => span.Field))}.")
            : CheckOutcome.From(
                [.. concerned.Where(each => IsShort(each.Field, each.Low, each.High))
                .Select(each => Describe(each.Split, each.Field, each.Low, each.High))]);
    }

    /// <summary>Whether a span is declared for a field of numbers.</summary>
    internal static bool IsDeclared(FieldSummary field) => field is { NumericItems: > 0, Plan.Spans.Count: > 0 };

    /// <summary>An end is reached where an eighth of the span is left to it.</summary>
    private static bool IsShort(FieldSummary field, double low, double high) =>
        field.Minimum.Value > low + ((high - low) / 8) || field.Maximum.Value < high - ((high - low) / 8);

    private static Finding Describe(SplitContent split, FieldSummary field, double low, double high) => new(
        $"{field.Path} spans only [{Numbers.Short(field.Minimum.Value)}, {Numbers.Short(field.Maximum.Value)}] of [{Numbers.Short(low)}, "
            + $"{Numbers.Short(high)}] in {split.Words}")
    {
        Numbers = new Dictionary<string, double> { ["least"] = field.Minimum.Value, ["largest"] = field.Maximum.Value },
    };
}
