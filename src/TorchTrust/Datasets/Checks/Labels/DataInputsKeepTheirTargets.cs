using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
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
        new PairWithNextTarget(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => Augmented(session, split);

    private const int OtherOpenings = 2;
    private const int Looked = 512;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        SplitSummary known = SummaryOf(session, split, context);
        var judge = Richness.Of(known);
        SplitSummary[] all = [.. session.Splits.Select(other => SummaryOf(session, other, context))];
        var openings = new List<ContentHashes>();
        for (int opening = 1; opening <= OtherOpenings; opening++)
        {
            context.Step($"opening the data set with another seed, {opening} of {OtherOpenings}");
            using DatasetSession another = session.Another(session.Seed + opening);
            openings.Add(Read(another, another.SplitOf(split.Name), known.Plan));
        }

        (ContentEntry Here, ContentEntry There)[] met =
        [
            .. from opening in openings
               from content in opening.Entries
               where IsKnown(content.Key, known, judge, all, openings)
               select (known.Contents.Entries[content.Key], content.Value),
        ];
        (ContentEntry Here, ContentEntry There)[] wrong = [.. met.Where(pair => pair.Here.Target != pair.There.Target)];
        return met.Length == 0
            ? CheckOutcome.Skipped($"No input of split {split.Name} was met again where it was opened with another seed.")
            : CheckOutcome.From(wrong.Length == 0 ? [] :
            [
                new Finding($"{wrong.Length} of {met.Length} inputs of split {split.Name} that are there again where it is opened with "
                    + $"another seed have other targets there, such as {Named(wrong.Select(pair => pair.Here.First).Distinct())}")
                {
                    Sample = wrong.Min(pair => pair.Here.First),
                },
            ]);
    }

    /// <summary>
    /// Whether an input of another opening is one of this opening's: it is too rich to be equal by chance, or is there once in each;
    /// and no two items of this opening, in whatever split, give it different targets.
    /// </summary>
    private static bool IsKnown(
        UInt128 content, SplitSummary known, Richness judge, IReadOnlyList<SplitSummary> all, IReadOnlyList<ContentHashes> openings)
    {
        if (!known.Contents.Entries.TryGetValue(content, out ContentEntry? here))
        {
            return false;
        }

        ContentEntry everywhere = all.Select(split => split.Contents.Entries.GetValueOrDefault(content)).OfType<ContentEntry>()
            .Aggregate((sum, entry) => sum.With(entry));
        return !everywhere.Contradicts
            && (judge.IsRich(here.Distinct, (double)known.Items * Looked)
                || (here.Count == 1 && openings.All(opening => opening.Entries.GetValueOrDefault(content)?.Count == 1)));
    }

    private static ContentHashes Read(DatasetSession session, LiveSplit split, SummaryPlan plan)
    {
        var read = new SplitSummary(plan);
        foreach (DatasetItem item in ItemReads.Items(session, split, ItemReads.Indices(split, Looked)))
        {
            read.Fold(item);
        }

        return read.Contents;
    }
}
