using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>Inputs do not tell the target of the item before or after them, while they tell nothing of their own.</summary>
[Check(
    "data-targets-belong-to-their-items",
    "inputs tell their own target, not that of a neighbour",
    CheckArea.Labels,
    Severity = Severity.Question)]
internal sealed class DataTargetsBelongToTheirItems : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A header that is read as a row, or a window that begins one later, gives each input the answer to another.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a first line that was skipped in one file and not in the other, and for indices that begin at 0 here and at 1 there. "
            + "If it is so on purpose: subject.Skip(\"data-targets-belong-to-their-items\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(\"data-targets-belong-to-their-items\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ShiftTargets(IsTold)];

    /// <summary>Items that are read, one after the other.</summary>
    private const int Read = 1024;

    /// <summary>Fewer items tell nothing for certain.</summary>
    private const int MinimumItems = 60;

    /// <summary>The logarithm of the chance beyond which something is told for certain.</summary>
    private static readonly double _certain = Math.Log(Chance.Alpha);

    /// <summary>The logarithm of the chance up to which nothing is told.</summary>
    private static readonly double _nothing = Math.Log(0.01);

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => LeftOut(session, split);

    private static string? LeftOut(DatasetSession session, LiveSplit split) =>
        Augmented(session, split) ?? (split.IsIndexed ? null
            : $"Items of {split.Name} cannot be read by index, so that they have no neighbours.");

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        long count = Math.Min(split.Count!.Value, Read);
        if (count < MinimumItems)
        {
            return CheckOutcome.Skipped($"{split.Name} has fewer than {MinimumItems} items.");
        }

        var findings = new List<Finding>();
        bool passed = false;
        foreach (Told told in Tell(session, split, SummaryOf(session, split, context)))
        {
            passed |= told.IsOwn;
            if (told.IsNeighbours)
            {
                findings.Add(new Finding(
                    $"{told.Input} of split {split.Name} tells {told.Target} of the item {(told.IsBefore ? "before" : "after")} it, and "
                        + $"nothing of its own, in {told.Items} items in a row")
                {
                    Numbers = new Dictionary<string, double> { ["log chance"] = told.Neighbour, ["log chance of its own"] = told.Own },
                });
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings)
            : passed ? CheckOutcome.Passed
            : CheckOutcome.Skipped(
                $"No single element of an input of split {split.Name} tells its target, or it tells those of its neighbours as well.");
    }

    /// <summary>
    /// What inputs tell, as logarithms of chances: of their own target, and of that of the neighbour of which they tell more.
    /// </summary>
    private readonly record struct Told(string Input, string Target, int Items, double Own, double Neighbour, bool IsBefore)
    {
        /// <summary>Their own for certain, and nothing of a neighbour's.</summary>
        public bool IsOwn => Own < _certain && Neighbour > _nothing;

        /// <summary>A neighbour's for certain, and nothing of their own.</summary>
        public bool IsNeighbours => Neighbour < _certain && Own > _nothing;
    }

    /// <summary>Whether targets that are moved by one item would be noticed: with room for the item that has no neighbour then.</summary>
    private static bool IsTold(DatasetSession session, LiveSplit split) =>
        LeftOut(session, split) is null && split.Count >= MinimumItems
            && Tell(session, split, session.SummaryOf(split, _ => { })).Any(told => told.IsOwn && told.Own < 1.2 * _certain);

    private static IEnumerable<Told> Tell(DatasetSession session, LiveSplit split, SplitSummary summary)
    {
        int count = (int)Math.Min(split.Count!.Value, Read);
        DatasetItem[] items = [.. ItemReads.Items(session, split, Enumerable.Range(0, count).Select(index => (long)index))];
        foreach ((FieldSummary target, FieldSummary input) in TargetPairs.Of(session, summary))
        {
            if (Columns(items, input.Path) is not { } inputs || Columns(items, target.Path) is not { } targets || targets[0].Length != 1)
            {
                continue;
            }

            double[] classes = ClassesOf(target, [.. targets.Select(value => value[0])]);
            var evidence = new ElementEvidence(inputs);
            double before = evidence.Of(classes[..^1], from: 1).LogChance;
            double after = evidence.Of(classes[1..]).LogChance;
            yield return new Told(input.Path, target.Path, count, evidence.Of(classes).LogChance, Math.Min(before, after), before < after);
        }
    }

    /// <summary>The values of a field in all items; null where they are not there in each, in one length.</summary>
    private static double[][]? Columns(DatasetItem[] items, string path)
    {
        FieldContent[] contents = [.. items.Select(item => FieldContent.Of(item.FieldAt(path)?.Value))];
        return contents.All(content => content.Values.Length == contents[0].Values.Length)
            ? [.. contents.Select(content => content.Values.ToArray())]
            : null;
    }

    /// <summary>Classes as they are; numbers by whether they lie above their median.</summary>
    private static double[] ClassesOf(FieldSummary target, double[] values)
    {
        if (target.Plan.Classes is not null)
        {
            return values;
        }

        double median = values.Order().ElementAt(values.Length / 2);
        return [.. values.Select(value => value > median ? 1.0 : 0.0)];
    }
}
