using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>An input that is there once has the same target whatever seed the data set is opened with.</summary>
[Check("data-inputs-keep-their-targets", "an input has the same target in each opening", CheckArea.Labels)]
internal sealed class DataInputsKeepTheirTargets : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "Inputs and targets are shuffled apart from each other: the network learns noise.";

    /// <inheritdoc/>
    public override string Remedy => "Shuffle indices once, and take input and target by the same index.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ShiftTargets(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => Augmented(session, split);


    private const int Openings = 3;
    private const int Looked = 512;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        var known = new List<Dictionary<UInt128, (UInt128 Target, long Index)>>();
        for (int opening = 0; opening < Openings; opening++)
        {
            context.Step($"opening the data set with another seed, {opening + 1} of {Openings}");
            using DatasetSession another = session.Another(session.Seed + opening);
            LiveSplit same = another.SplitOf(split.Name);
            known.Add(Once(session, ItemReads.Read(another, same, ItemReads.Indices(same, Looked)), split.Name, context));
        }

        UInt128[] met = [.. known[0].Keys.Where(input => known.All(opening => opening.ContainsKey(input)))];
        UInt128[] wrong = [.. met.Where(input => known.Any(opening => opening[input].Target != known[0][input].Target))];
        return met.Length == 0
            ? CheckOutcome.Skipped($"No input of split {split.Name} was met once in each of {Openings} openings.")
            : CheckOutcome.From(wrong.Length == 0 ? [] :
            [
                new Finding($"{wrong.Length} of {met.Length} inputs of split {split.Name} that are there in {Openings} openings have other targets in another one, such as {Named(wrong.Select(input => known[0][input].Index))}")
                {
                    Sample = wrong.Min(input => known[0][input].Index),
                },
            ]);
    }

    /// <summary>The inputs that occur once, with the hash of their targets.</summary>
    private static Dictionary<UInt128, (UInt128 Target, long Index)> Once(DatasetSession session, IReadOnlyList<ItemPrint> items, string split, CheckContext context)
    {
        var plan = session.SummaryOf(session.SplitOf(split), context.Step).Plan;
        return items
            .Select(item => (
                Input: BatchRows.Join(item.Fields.Where(field => plan.FieldOf(field.Key).IsInput).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value)),
                Target: BatchRows.Join(item.Fields.Where(field => plan.FieldOf(field.Key).IsTarget).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value)),
                item.Index))
            .GroupBy(item => item.Input).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => (group.First().Target, group.First().Index));
    }
}
