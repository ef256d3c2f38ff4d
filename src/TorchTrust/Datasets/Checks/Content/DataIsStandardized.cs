using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>A field that is declared as standardized has mean 0 and deviation 1 over its split.</summary>
[Check("data-is-standardized", "what is declared as standardized has mean 0 and deviation 1", CheckArea.Content)]
internal sealed class DataIsStandardized : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The statistics that the data are standardized with are not theirs: those of another data set, of another unit, or "
            + "applied twice.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compute mean and deviation over the training split as it is read, and apply them once: (x - mean) / deviation.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "scale-one-split",
            "has values twice as large and shifted",
            (split, field) => field.Elements is not null && field.Plan.Standardized.Contains(split.Name),
            (values, _) => (values * 2) + 1)
        {
            Reach = FaultReach.OneSplit,
        },
    ];

    /// <summary>Constants of a paper are rounded to two or three places.</summary>
    private const double Rounding = 0.02;

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Standardized.Count == 0
        ? "No field is declared as standardized: subject.IsStandardized(\"image\")."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        (SplitContent Split, FieldSummary Field)[] concerned =
        [
            .. from split in splits
               from field in split.Summary.Fields
               where field.Elements is not null && field.Plan.Standardized.Contains(split.Name)
               select (split, field),
        ];
        return concerned.Length == 0
            ? CheckOutcome.Inconclusive("What is declared as standardized is no field of numbers of one shape.")
            : CheckOutcome.From([.. concerned.Where(each => !IsStandardized(each.Field)).Select(each => Describe(each.Split, each.Field))]);
    }

    /// <summary>Over all values, over each channel, or over each element; with n or n - 1 as divisor.</summary>
    private static bool IsStandardized(FieldSummary field) =>
        Parts(field).Any(parts => parts.All(part => part.Deviation == 0 || (Math.Abs(part.Mean) <= Rounding
            && (Math.Abs(part.Deviation - 1) <= Rounding
                || Math.Abs((part.Deviation * Math.Sqrt(part.Count / (part.Count - 1.0))) - 1) <= Rounding))));

    private static IEnumerable<IReadOnlyList<(long Count, double Mean, double Deviation)>> Parts(FieldSummary field)
    {
        ElementStatistics elements = field.Elements!;
        int channels = field.Shape is [var first, _, ..] ? (int)first : 1;
        int each = elements.Size / channels;
        yield return [elements.Over(Enumerable.Range(0, elements.Size))];
        yield return [.. Enumerable.Range(0, channels).Select(channel => elements.Over(Enumerable.Range(channel * each, each)))];
        yield return [.. Enumerable.Range(0, elements.Size).Select(element => elements.Over([element]))];
    }

    private static Finding Describe(SplitContent split, FieldSummary field)
    {
        (_, double mean, double deviation) = field.Elements!.Over(Enumerable.Range(0, field.Elements.Size));
        return new($"{field.Path} has mean {Numbers.Short(mean)} and deviation {Numbers.Short(deviation)} over {split.Words}, and "
            + $"neither its channels nor its elements have 0 and 1")
        {
            Numbers = new Dictionary<string, double> { ["mean"] = mean, ["deviation"] = deviation },
        };
    }
}
