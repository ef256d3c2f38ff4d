using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>
/// What predicts the next position holds it, and no causal target is a step of the input, or what stands at its own place.
/// </summary>
[Check("data-targets-are-aligned", "targets lie where they are said to lie", CheckArea.Labels)]
internal sealed class DataTargetsAreAligned : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Shifted by one, the network learns to copy what it sees, or to look one step further than it is asked for.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Cut the target one step (or as many as are declared) after its input: input = text[start..(start + n)], target = "
            + "text[(start + 1)..(start + n + 1)].";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "roll-targets",
            "has targets rolled by one position",
            (_, field) => CanBeRolled(field),
            (values, _) => values.roll(1, 0))
        {
            Reach = FaultReach.OneSplit,
        },
        new GiveLastStep(),
    ];

    private const int MinimumItems = 8;

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) =>
        subject.Facts.Next.Count > 0 || (subject.Facts.IsCausal && subject.Facts.Targets.Count > 0)
            ? null
            : "Nothing is declared to predict the next position, and no target to lie after what is given: "
                + "subject.PredictsNext(\"tokens\", \"next\"), subject.IsCausal().";

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        var findings = new List<Finding>();
        long judged = 0;
        foreach ((SplitContent split, (string field, string target, int offset)) in splits.SelectMany(split =>
            session.Subject.Facts.Next.Select(next => (split, next))))
        {
            (FieldSummary? given, FieldSummary? asked) = (FieldAt(split.Summary, field), FieldAt(split.Summary, target));
            foreach (SampledItem item in split.Summary.Sample.Items)
            {
                if (Pair(item, given, asked) is not { } both || both.Input.Length <= offset)
                {
                    continue;
                }

                judged++;
                int wrong = Enumerable.Range(0, both.Input.Length - offset)
                    .FirstOrDefault(at => !Agrees(asked!.Plan, both.Target[at], both.Input[at + offset]), -1);
                if (wrong >= 0 && findings.Count < 8)
                {
                    findings.Add(new Finding(
                        $"{target}[{wrong}] of item {item.Index} of split {split.Name} is {Numbers.Short(both.Target[wrong])}, and "
                            + $"{field}[{wrong + offset}], which it is said to predict, is {Numbers.Short(both.Input[wrong + offset])}"
                            + (Offset(both.Input, both.Target) is { } actual ? $": it lies at {actual:+0;-0;+0} instead of +{offset}" : ""))
                    {
                        Sample = item.Index,
                    });
                }
            }
        }

        (SplitContent Split, StepCopies Pair)[] causal =
            [.. splits.SelectMany(split => StepCopies.Of(session.Subject.Facts, split.Summary).Select(pair => (split, pair)))];
        findings.AddRange(causal.Where(each => each.Pair.Offset is not null).Select(each => new Finding(
            $"{each.Pair.Target} is {each.Pair.Input}{Words(each.Pair.Offset!.Value)} in all of {each.Pair.Items} items of split "
                + $"{each.Split.Name} that were compared, and is said to lie after what is given")));
        return findings.Count > 0 ? CheckOutcome.Failed(findings)
            : session.Subject.Facts.Next.Count > 0 && judged < MinimumItems
                ? CheckOutcome.Inconclusive($"No {MinimumItems} items have both fields as rows of one length, longer than the offset.")
            : judged > 0 || causal.Length > 0 ? CheckOutcome.Passed
            : CheckOutcome.Skipped(
                "No target has steps as the input has, or one value that varies: subject.HasTime(\"past\") says what is time.");
    }

    private static string Words(int offset) => offset == 0 ? " at its own place"
        : $" {-offset} step{(offset == -1 ? "" : "s")} before its place";

    /// <summary>Whether a field is a target of several positions.</summary>
    internal static bool CanBeRolled(FieldSummary field) => field.Plan.IsNext && field is { Shape: [> 2, ..], IsConstant: false };

    /// <summary>The field that a declared path names; of several the first.</summary>
    private static FieldSummary? FieldAt(SplitSummary split, string declared) =>
        split.Fields.FirstOrDefault(field => new DatasetField(field.Path, null).Is(declared));

    /// <summary>A row and its target of the same length; null where an item has others.</summary>
    private static (double[] Input, double[] Target)? Pair(SampledItem item, FieldSummary? given, FieldSummary? asked) =>
        given is { Shape.Length: 1 } && asked is not null
        && item.Fields.TryGetValue(given.Path, out double[]? input) && item.Fields.TryGetValue(asked.Path, out double[]? target)
        && input.Length == target.Length ? (input, target) : null;

    private static bool Agrees(FieldPlan target, double value, double expected) =>
        value.Equals(expected) || !target.Counts(value) || value == target.Padding;

    /// <summary>Where the target really lies in the input, as near as may be; null if nowhere near.</summary>
    private static int? Offset(double[] input, double[] target) => Enumerable.Range(-3, 7).OrderBy(Math.Abs)
        .Where(offset =>
            Enumerable.Range(0, input.Length).Where(at => at + offset >= 0 && at + offset < input.Length)
            .All(at => target[at].Equals(input[at + offset])))
        .Select(offset => (int?)offset).FirstOrDefault();
}
