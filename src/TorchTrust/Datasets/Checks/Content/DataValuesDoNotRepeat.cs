using System.IO.Hashing;
using System.Runtime.InteropServices;
using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>No two columns of an input are equal in every item.</summary>
/// <remarks>
/// A question: a column may be there twice on purpose. Columns that are equal at one distance throughout (grey as colour,
/// a periodic series) are a property of the data.
/// </remarks>
[Check("data-values-do-not-repeat", "no two values of an input are equal in all items", CheckArea.Content, Severity = Severity.Question)]
internal sealed class DataValuesDoNotRepeat : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "A column that was read twice stands in for another one, which the network never sees.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare the indices of the two columns with the file. If values are repeated on purpose: "
            + "subject.RepeatsValuesOnPurpose(\"features\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "repeat-a-value",
            "has one column of a field twice",
            (split, field) => CanBeJudged(field),
            (values, field) => Repeat(values, field))
        {
            Reach = FaultReach.OneSplit,
            Needs = (session, split, field) => DataValuesDoNotRepeat.IsTelling(session.SummaryOf(split, _ => { }), field),
        },
    ];

    private const int MinimumItems = 20;
    private const int MaximumElements = 1 << 12;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        bool judged = false;
        var findings = new List<Finding>();
        foreach (SplitContent split in splits)
        {
            foreach (FieldSummary field in split.Summary.Fields.Where(CanBeJudged))
            {
                judged = true;
                findings.AddRange(Repeated(split.Summary, field).Select(pair => new Finding(
                    $"{field.Path}[{pair.First}] and {field.Path}[{pair.Second}] are equal in all of the items that were looked at of "
                        + $"split {split.Name}")));
            }
        }

        return judged ? CheckOutcome.From(findings)
            : CheckOutcome.Skipped(
                $"No input has {MinimumItems} items and several columns that vary: pixels and single steps are no columns.");
    }

    /// <summary>Whether a field has columns that can be compared.</summary>
    internal static bool CanBeJudged(FieldSummary field) =>
        field is { Plan: { IsInput: true, IsRepeated: false }, Elements.Size: > 1 and <= MaximumElements }
        && field.NumericItems >= MinimumItems && !field.IsWhole && Columns(field).Take(3).Count() == 3;

    /// <summary>The values with the column that varies most in the place of another one.</summary>
    internal static Tensor Repeat(Tensor values, FieldSummary field)
    {
        Column source = Liveliest(field);
        Column other = Columns(field).First(column => column.Name != source.Name);
        Tensor flat = values.flatten().clone();
        foreach ((int from, int to) in source.Elements.Zip(other.Elements))
        {
            flat[to] = flat[from];
        }

        return flat.view(values.shape);
    }

    /// <summary>Whether the column that varies most does so often enough that no other one agrees with it by chance.</summary>
    internal static bool IsTelling(SplitSummary split, FieldSummary field)
    {
        double[][] rows = Rows(split, field);
        return IsBeyondChance(rows, Liveliest(field), [.. Columns(field)]);
    }

    private static double[][] Rows(SplitSummary split, FieldSummary field) =>
        [.. split.Sample.Items.Where(item => item.Fields.ContainsKey(field.Path)).Select(item => item.Fields[field.Path])];

    /// <summary>
    /// The columns that vary: the elements of a vector, or what a step has along the time that is declared. What an element of an
    /// image means is settled by its neighbours, and those at the border hardly ever differ.
    /// </summary>
    private static IEnumerable<Column> Columns(FieldSummary field)
    {
        long[] shape = field.Shape;
        int? time = field.Plan.TimeIn(shape);
        if (time is null && shape.Length != 1)
        {
            return [];
        }

        int steps = time is { } along ? (int)shape[along] : 1;
        int inner = time is { } at ? (int)shape[(at + 1)..].Aggregate(1L, (size, dimension) => size * dimension) : 1;
        return Enumerable.Range(0, field.Elements!.Size / Math.Max(steps, 1))
            .Select(name => new Column(name, [.. Enumerable.Range(0, steps)
                .Select(step => (name / inner * inner * steps) + (step * inner) + (name % inner))]))
            .Where(column => column.Elements.Any(element => field.Elements.Minimum[element] < field.Elements.Maximum[element]));
    }

    /// <summary>
    /// The column whose values deviate most, for the range that they have; an element that has none is NaN, and no maximum.
    /// </summary>
    private static Column Liveliest(FieldSummary field) => Columns(field).MaxBy(column => column.Elements.Max(element =>
        field.Elements!.DeviationOf(element) / (field.Elements.Maximum[element] - field.Elements.Minimum[element])))!;

    private static IEnumerable<(int First, int Second)> Repeated(SplitSummary split, FieldSummary field)
    {
        double[][] rows = Rows(split, field);
        Column[] columns = [.. Columns(field)];
        (Column First, Column Second)[] pairs =
        [
            .. columns.GroupBy(column => Hash(rows, column, column.Elements.Select(field.Elements!.MeanOf)))
                .SelectMany(group => group.Zip(group.Skip(1))).Where(pair => IsBeyondChance(rows, pair.First, columns)),
        ];

        // What is equal at one distance wherever it can be is a property of the data, not a mistake in one place.
        var byName = columns.ToDictionary(column => column.Name);
        return pairs
            .Where(pair =>
            {
                (Column, Column)[] alike =
                [
                    .. columns.Select(column => (column, Other: byName.GetValueOrDefault(column.Name + pair.Second.Name - pair.First.Name)))
                        .Where(at => at.Other is not null).Select(at => (at.column, at.Other!)),
                ];
                return alike.Length == 1 || !alike.All(at => AreEqual(rows, at.Item1, at.Item2));
            })
            .Select(pair => (pair.First.Name, pair.Second.Name)).Take(8);
    }

    private static bool AreEqual(double[][] rows, Column first, Column second) =>
        rows.All(row => first.Elements.Zip(second.Elements).All(pair => row[pair.First].Equals(row[pair.Second])));

    /// <summary>
    /// Whether a column has its values in an order that no other one of the same values would have by chance: one that is constant
    /// but for few items has not.
    /// </summary>
    private static bool IsBeyondChance(double[][] rows, Column column, IReadOnlyList<Column> columns) =>
        Chance.LogArrangements(rows.GroupBy(row => Hash([row], column, [])).Select(group => group.Count()))
            > Math.Log(columns.Count * (columns.Count - 1) / 2.0) - Math.Log(Chance.Alpha);

    /// <summary>
    /// What a column holds, and its means: columns that are equal beyond the sample as well have these, too, bit for bit.
    /// </summary>
    private static UInt128 Hash(double[][] rows, Column column, IEnumerable<double> means)
    {
        double[] values = [.. rows.SelectMany(row => column.Elements.Select(element => row[element])), .. means];
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <summary>A column.</summary>
    /// <param name="Name">Its number among the columns, those that do not vary included.</param>
    /// <param name="Elements">Its elements in the field, one a step.</param>
    private sealed record Column(int Name, int[] Elements);
}
