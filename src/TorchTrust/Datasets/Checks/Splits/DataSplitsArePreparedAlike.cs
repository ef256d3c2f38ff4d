using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>A field is not of whole numbers in one split and of others in the next, nor spread ten times as wide.</summary>
/// <remarks>
/// A spread that differs is a question: testing may be another hospital on purpose.
/// </remarks>
[Check("data-splits-are-prepared-alike", "all splits are prepared alike", CheckArea.Splits)]
internal sealed class DataSplitsArePreparedAlike : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network is tested on pixels up to 255 and was trained on those up to 1.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Prepare all splits by the same code. If one is distributed otherwise on purpose: subject.ShiftsOnPurpose(\"test\", "
            + "reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues("scale-one-split", "has values a hundred times as large in one split", (split, field) =>
            !split.IsTrainedOn && DataSplitsArePreparedAlike.CanBeJudged(field), (values, _) =>
            values * 100) { Reach = FaultReach.OneSplit, KeepsType = false },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Splits.Count < 2 ? "There is one split only." : null;

    private const int MinimumItems = 20;
    private const double Spread = 10;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        SplitContent[] judged = [.. splits.Where(split => !session.Subject.Facts.ShiftedSplits.Any(fact => fact.Covers(split.Name)))];
        var wrong = new List<Finding>();
        var questions = new List<Finding>();
        bool compared = false;
        foreach ((SplitContent first, SplitContent second) in judged.SelectMany((first, at) =>
            judged.Skip(at + 1).Select(second => (first, second))))
        {
            foreach (FieldSummary field in first.Summary.Fields.Where(CanBeJudged))
            {
                if (second.Summary.FieldAt(field.Path) is not { } other || !CanBeJudged(other))
                {
                    continue;
                }

                compared = true;
                if (IsWholeBeyondChance(first.Summary, field, second.Summary, other)
                    || IsWholeBeyondChance(second.Summary, other, first.Summary, field))
                {
                    (string whole, string broken) = field.IsWhole ? (first.Name, second.Name) : (second.Name, first.Name);
                    wrong.Add(new Finding($"{field.Path} has whole numbers only in split {whole}, and others in split {broken}: "
                        + $"{Range(field)} in {first.Name}, {Range(other)} in {second.Name}"));
                }
                else if (Quartiles(first.Summary, field) is > 0 and var one && Quartiles(second.Summary, other) is > 0 and var two
                    && Math.Max(one / two, two / one) > Spread)
                {
                    questions.Add(
                        new Finding($"the middle half of {field.Path} spans {Numbers.Short(one)} in split {first.Name} and "
                            + $"{Numbers.Short(two)} in split {second.Name}")
                        {
                            Numbers = new Dictionary<string, double> { [first.Name] = one, [second.Name] = two },
                        });
                }
            }
        }

        return wrong.Count > 0 ? CheckOutcome.Failed(wrong)
            : compared ? CheckOutcome.From(questions, Severity.Question)
            : CheckOutcome.Skipped($"No input of numbers has {MinimumItems} items in two splits that have to be alike.");
    }

    /// <summary>Whether a field has numbers that vary, in items enough.</summary>
    internal static bool CanBeJudged(FieldSummary field) =>
        field is { Plan.IsInput: true, IsConstant: false } && field.NumericItems >= MinimumItems
            && field.Type.StartsWith("Float", StringComparison.Ordinal);

    /// <summary>Whether one split has whole numbers only although the other has others in nearly every item.</summary>
    private static bool IsWholeBeyondChance(SplitSummary split, FieldSummary whole, SplitSummary other, FieldSummary broken)
    {
        if (!whole.IsWhole || broken.IsWhole)
        {
            return false;
        }

        double[][] items = [.. other.Sample.Items.Where(item => item.Fields.ContainsKey(broken.Path))
            .Select(item => item.Fields[broken.Path])];
        double share = (items.Count(values => values.All(value => value == Math.Floor(value))) + 1.0) / (items.Length + 1);
        return split.Items * Math.Log(share) < Math.Log(Chance.Alpha);
    }

    private static double Quartiles(SplitSummary split, FieldSummary field)
    {
        double[] values = [.. split.Sample.Items.Where(item => item.Fields.ContainsKey(field.Path))
            .SelectMany(item => item.Fields[field.Path]).Where(value => double.IsFinite(value) && !field.Plan.IsMissing(value)).Order()];
        return values.Length < MinimumItems ? 0 : values[values.Length * 3 / 4] - values[values.Length / 4];
    }

    private static string Range(FieldSummary field) => $"[{Numbers.Short(field.Minimum.Value)}, {Numbers.Short(field.Maximum.Value)}]";
}
