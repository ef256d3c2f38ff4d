using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>No two elements of an input that vary are equal in every item.</summary>
/// <remarks>
/// A question: a column may be there twice on purpose. Elements that are equal at one distance throughout (grey as colour,
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
        new ChangeValues("repeat-a-value", "has one element of a field twice", (split, field) => DataValuesDoNotRepeat.CanBeJudged(field), (values, field) => DataValuesDoNotRepeat.Repeat(values, field)) { Reach = FaultReach.OneSplit },
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
                    $"{field.Path}[{pair.First}] and {field.Path}[{pair.Second}] are equal in all of the items that were looked at of split {split.Name}")));
            }
        }

        return judged ? CheckOutcome.From(findings) : CheckOutcome.Skipped($"No input of several values has {MinimumItems} items and differs in two of its elements.");
    }

    /// <summary>Whether a field has elements that can be compared.</summary>
    internal static bool CanBeJudged(FieldSummary field) => field is { Plan: { IsInput: true, IsRepeated: false }, Elements.Size: > 1 and <= MaximumElements }
        && field.NumericItems >= MinimumItems && Varying(field).Take(3).Count() == 3 && !field.IsWhole;

    /// <summary>The values with the first element that varies in the place of the next one.</summary>
    internal static Tensor Repeat(Tensor values, FieldSummary field)
    {
        int[] varying = [.. Varying(field).Take(2)];
        Tensor flat = values.flatten().clone();
        flat[varying[1]] = flat[varying[0]];
        return flat.view(values.shape);
    }

    private static IEnumerable<int> Varying(FieldSummary field) =>
        Enumerable.Range(0, field.Elements!.Size).Where(element => field.Elements.Minimum[element] < field.Elements.Maximum[element]);

    private static IEnumerable<(int First, int Second)> Repeated(SplitSummary split, FieldSummary field)
    {
        double[][] rows = [.. split.Sample.Items.Where(item => item.Fields.ContainsKey(field.Path)).Select(item => item.Fields[field.Path])];
        int[] varying = [.. Varying(field)];
        (int First, int Second)[] pairs =
        [
            .. varying.GroupBy(element => Column(rows, element)).Where(group => group.Count() > 1)
                .SelectMany(group => group.Zip(group.Skip(1))).Where(pair => rows.All(row => row[pair.First].Equals(row[pair.Second]))),
        ];

        // What is equal at one distance wherever it can be is a property of the data, not a mistake in one place.
        return pairs.Where(pair => !varying.Where(element => element + pair.Second - pair.First < field.Elements!.Size)
            .All(element => rows.All(row => row[element].Equals(row[element + pair.Second - pair.First]))) || varying.Length == 2).Take(8);
    }

    private static long Column(double[][] rows, int element)
    {
        var hash = new HashCode();
        Array.ForEach(rows, row => hash.Add(row[element]));
        return hash.ToHashCode();
    }
}
