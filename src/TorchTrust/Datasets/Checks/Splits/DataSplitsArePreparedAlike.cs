using System.Diagnostics.CodeAnalysis;
using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>
/// A field is not of whole numbers in one split and of others in the next, nor spread ten times as wide, and images are as bright.
/// </summary>
/// <remarks>
/// A spread or a brightness that differs is a question: testing may be another hospital on purpose.
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
        new ChangeValues(
            "scale-one-split",
            "has values a hundred times as large in one split",
            (split, field) => !split.IsTrainedOn && CanBeJudged(field),
            (values, _) => values * 100)
        {
            Reach = FaultReach.OneSplit,
            KeepsType = false,
            Needs = (session, split, field) => DataSplitsArePreparedAlike.IsCompared(session, split, field),
        },
        new ChangeValues(
            "brighten-one-split",
            "has images brighter by as much as they span in one split",
            (split, field) => !split.IsTrainedOn && CanBeJudged(field),
            (values, field) => values + field.Maximum.Value - field.Minimum.Value)
        {
            Reach = FaultReach.OneSplit,
            KeepsType = false,
            Needs = (session, split, field) => DataSplitsArePreparedAlike.HasBrightness(session, split, field),
        },
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Splits.Count < 2 ? "There is one split only." : null;

    private const int MinimumItems = 20;
    private const double Spread = 10;

    /// <summary>A value that so many of all are says nothing of a unit: the black of a digit, the zero of a sparse column.</summary>
    private const double Background = 0.25;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        SplitContent[] judged = [.. splits.Where(split => !session.Subject.Facts.ShiftedSplits.Any(fact => fact.Covers(split.Name)))];
        var wrong = new List<Finding>();
        var questions = new List<Finding>();
        bool compared = false;
        foreach ((SplitContent first, SplitContent second, FieldSummary field, FieldSummary other) in Pairs(judged))
        {
            compared = true;
            if (IsWholeBeyondChance(first.Summary, field, second.Summary, other)
                || IsWholeBeyondChance(second.Summary, other, first.Summary, field))
            {
                (string whole, string broken) = field.IsWhole ? (first.Name, second.Name) : (second.Name, first.Name);
                wrong.Add(new Finding($"{field.Path} has whole numbers only in split {whole}, and others in split {broken}: "
                    + $"{Range(field)} in {first.Name}, {Range(other)} in {second.Name}"));
            }
            else if (Middles(first.Summary.Sample.Sorted(field), second.Summary.Sample.Sorted(other)) is { One: var one, Two: var two }
                && Math.Max(one / two, two / one) > Spread)
            {
                questions.Add(
                    new Finding($"the middle half of {field.Path} spans {Numbers.Short(one)} in split {first.Name} and "
                        + $"{Numbers.Short(two)} in split {second.Name}")
                    {
                        Numbers = new Dictionary<string, double> { [first.Name] = one, [second.Name] = two },
                    });
            }
            else if (CanBeBright(session) && Brightness.Differs(first.Summary, second.Summary, field) is { } bright)
            {
                questions.Add(
                    new Finding($"{field.Path}{bright.Channel} is {Numbers.Short(bright.First)} bright on average in images of split "
                        + $"{first.Name} and {Numbers.Short(bright.Second)} in those of split {second.Name}, "
                        + $"{Numbers.Short(Math.Abs(bright.Score))} standard errors apart")
                    {
                        Numbers = new Dictionary<string, double> { [first.Name] = bright.First, [second.Name] = bright.Second },
                    });
            }
        }

        return wrong.Count > 0 ? CheckOutcome.Failed(wrong)
            : compared ? CheckOutcome.From(questions, Severity.Question)
            : CheckOutcome.Skipped($"No input of numbers has {MinimumItems} items in two splits that have to be alike.");
    }

    /// <summary>Whether the spread of a field can be compared with that in another split.</summary>
    internal static bool IsCompared(DatasetSession session, LiveSplit split, FieldSummary field)
    {
        double[] values = session.SummaryOf(split, _ => { }).Sample.Sorted(field);
        return Others(session, split, field).Select(other => session.SummaryOf(other, _ => { }))
            .Any(other => Middles(values, other.Sample.Sorted(other.FieldAt(field.Path)!)) is not null);
    }

    /// <summary>Whether the brightness of images can be compared with that in another split.</summary>
    internal static bool HasBrightness(DatasetSession session, LiveSplit split, FieldSummary field) =>
        CanBeBright(session) && Brightness.Of(session.SummaryOf(split, _ => { }), field.Path) is not null
            && Others(session, split, field).Any(other => Brightness.Of(session.SummaryOf(other, _ => { }), field.Path) is not null);

    /// <summary>Images of one patient are as bright as each other: there are as many of them as there are patients.</summary>
    private static bool CanBeBright(DatasetSession session) => session.Subject.Facts is { Groups.Count: 0, GroupFields.Count: 0 };

    private static IEnumerable<LiveSplit> Others(DatasetSession session, LiveSplit split, FieldSummary field) =>
        session.Splits.Where(other =>
        other != split && !session.Subject.Facts.ShiftedSplits.Any(fact => fact.Covers(other.Name) || fact.Covers(split.Name))
            && CanBeJudged(session.SummaryOf(other, _ => { }).FieldAt(field.Path)));

    private static IEnumerable<(SplitContent First, SplitContent Second, FieldSummary Field, FieldSummary Other)> Pairs(
        SplitContent[] splits) =>
        from at in Enumerable.Range(0, splits.Length)
        from second in splits.Skip(at + 1)
        from field in splits[at].Summary.Fields
        where CanBeJudged(field)
        let other = second.Summary.FieldAt(field.Path)
        where CanBeJudged(other)
        select (splits[at], second, field, other);

    /// <summary>Whether a field has numbers that vary, in items enough.</summary>
    internal static bool CanBeJudged([NotNullWhen(true)] FieldSummary? field) =>
        field is { Plan.IsInput: true, IsConstant: false } && field.NumericItems >= MinimumItems
            && field.Type.StartsWith("Float", StringComparison.Ordinal);

    /// <summary>Whether one split has whole numbers only although the other has others in nearly every item.</summary>
    private static bool IsWholeBeyondChance(SplitSummary split, FieldSummary whole, SplitSummary other, FieldSummary broken)
    {
        if (!whole.IsWhole)
        {
            return false;
        }

        double[][] items = [.. other.Sample.Items.Where(item => item.Fields.ContainsKey(broken.Path))
            .Select(item => item.Fields[broken.Path])];
        double share = (items.Count(values => values.All(value => value == Math.Floor(value))) + 1.0) / (items.Length + 1);
        return split.Items * Math.Log(share) < Math.Log(Chance.Alpha);
    }

    /// <summary>What the middle half spans in both, without the background if one has one; null where it spans nothing.</summary>
    private static (double One, double Two)? Middles(double[] first, double[] second)
    {
        (double Value, int Count) one = MostFrequent(first);
        (double Value, int Count) two = MostFrequent(second);
        if (one.Count > Background * first.Length || two.Count > Background * second.Length)
        {
            first = [.. first.Where(value => value != one.Value)];
            second = [.. second.Where(value => value != two.Value)];
        }

        (double, double) middles = (Middle(first), Middle(second));
        return middles is ( > 0, > 0) ? middles : null;
    }

    private static double Middle(double[] sorted) =>
        sorted.Length < MinimumItems ? 0 : sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];

    private static (double Value, int Count) MostFrequent(double[] sorted)
    {
        (double Value, int Count) most = (double.NaN, 0);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            most = end - start > most.Count ? (sorted[start], end - start) : most;
        }

        return most;
    }

    private static string Range(FieldSummary field) => $"[{Numbers.Short(field.Minimum.Value)}, {Numbers.Short(field.Maximum.Value)}]";
}
