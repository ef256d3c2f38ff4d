using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Fields that are declared to move together, or are images of one size, change in the same reads.</summary>
/// <remarks>
/// A question where nothing is declared: two views of one image are drawn apart on purpose.
/// </remarks>
[Check("data-fields-move-together", "fields that belong together move together", CheckArea.Loading)]
internal sealed class DataFieldsMoveTogether : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "The mask no longer lies on what it marks.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw once, and apply the draw to all fields of the item. If they are drawn apart on purpose: "
            + "subject.DrawsApartOnPurpose(\"image\", \"mask\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads("move-a-field-alone", "draws for one field apart from the others", (session, split) =>
            DataFieldsMoveTogether.IsJudged(session, split), DataFieldsMoveTogether.Alone),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) =>
        subject.Facts.Together.Count > 0 || subject.Splits.Any(split => split.IsAugmented)
            ? null
            : "Nothing is declared to move together, and no split to be augmented: subject.MovesTogether(\"image\", \"mask\").";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        split is { IsIndexed: true, Declared.IsAugmented: true } ? null : $"{split.Name} is a stream, or is not augmented.";

    /// <summary>Two coins that are tossed apart agree in all of so many reads with a chance below 1e-6.</summary>
    private const int Reads = 40;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        Reading[] readings = [.. Read(session, split)];
        Finding[] findings =
        [
            .. readings.Where(reading => reading is { Alone.Length: > 0, Other.Length: > 0 })
                .Select(reading => new Finding(
                    $"in {reading.Reads} reads of split {split.Name}, {reading.First} changed {reading.Alone.Length} times while "
                        + $"{reading.Second} did not (as in item {reading.Alone[0]}), and {reading.Second} {reading.Other.Length} times "
                        + $"while {reading.First} did not")
                {
                    Sample = reading.Alone[0],
                }),
        ];
        return findings.Length > 0
            ? CheckOutcome.Failed(findings, session.Subject.Facts.Together.Count > 0 ? Severity.Error : Severity.Question)
            : session.Subject.Facts.Together.Count > 0 || readings.Any(reading => reading.CanTell) ? CheckOutcome.Passed
            : CheckOutcome.Skipped($"Nothing is declared to move together, and in split {split.Name} no mask lies beside an image that "
                + "both stay as they are in some reads: subject.MovesTogether(\"image\", \"mask\").");
    }

    /// <summary>Whether a split is looked at, and would show it.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) =>
        split is { IsIndexed: true, Declared.IsAugmented: true, Count: > 1 }
            && (session.Subject.Facts.Together.Count > 0 || Read(session, split).Any(reading => reading.CanTell));

    private static IEnumerable<Reading> Read(DatasetSession session, LiveSplit split)
    {
        (string First, string Second)[] judged = [.. Pairs(session, split)];
        if (judged.Length == 0)
        {
            return [];
        }

        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        IReadOnlyList<ItemPrint>[] passes = [.. Enumerable.Range(0, 1 + (Reads / Math.Max(indices.Count, 1)) + 1)
            .Select(_ => ItemReads.Read(session, split, indices))];
        (ItemPrint First, ItemPrint Again)[] pairs = [.. passes.Skip(1).SelectMany(pass => passes[0].Zip(pass))];
        return judged.Select(fields => new Reading(
            fields.First,
            fields.Second,
            pairs.Length,
            pairs.Count(pair => !Moved(pair, fields.First) && !Moved(pair, fields.Second)),
            [.. pairs.Where(pair => Moved(pair, fields.First) && !Moved(pair, fields.Second)).Select(pair => pair.First.Index)],
            [.. pairs.Where(pair => !Moved(pair, fields.First) && Moved(pair, fields.Second)).Select(pair => pair.First.Index)]));
    }

    /// <summary>Fields that are declared to move together; where nothing is declared, an image and what looks like its mask.</summary>
    private static IEnumerable<(string First, string Second)> Pairs(DatasetSession session, LiveSplit split)
    {
        DatasetFacts facts = session.Subject.Facts;
        FieldSummary[] fields = [.. session.SummaryOf(split, _ => { }).Fields];
        if (facts.Together.Count > 0)
        {
            return
                from together in facts.Together
                let paths = together.SelectMany(declared => fields.Select(field => field.Path)
                    .Where(path => new DatasetField(path, null).Is(declared))).Distinct().ToArray()
                from first in paths
                from second in paths.SkipWhile(path => path != first).Skip(1)
                select (first, second);
        }

        return
            from first in fields
            from second in fields.SkipWhile(field => field != first).Skip(1)
            where ImageLayout.Of(first) is { } one && ImageLayout.Of(second) is { } two && one.Height == two.Height
                && one.Width == two.Width
            where first.IsWhole != second.IsWhole || first.Plan.IsTarget != second.Plan.IsTarget
            where !facts.Independent.Any(apart => Are(apart.First, apart.Second, first, second)
                || Are(apart.First, apart.Second, second, first))
            select (first.Path, second.Path);

        static bool Are(string one, string other, FieldSummary first, FieldSummary second) =>
            new DatasetField(first.Path, null).Is(one) && new DatasetField(second.Path, null).Is(other);
    }

    /// <summary>Every other field from a read of its own.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> Alone() => (split, item) =>
    {
        DatasetItem other = split.ReadAsItIs(item.Index);
        string[] moved = [.. item.Fields.Select(field => field.Path).Where((_, at) => at % 2 == 1)];
        return moved.Aggregate(item, (made, path) => made.With(path, other.FieldAt(path)?.Value));
    };

    private static bool Moved((ItemPrint First, ItemPrint Again) pair, string path) =>
        pair.First.Fields.GetValueOrDefault(path) != pair.Again.Fields.GetValueOrDefault(path);

    /// <summary>How two fields changed between reads of the same items.</summary>
    /// <param name="First">The path of one.</param>
    /// <param name="Second">The path of the other.</param>
    /// <param name="Reads">How many reads were compared.</param>
    /// <param name="Still">In how many of them both stayed.</param>
    /// <param name="Alone">The items in which the first changed alone, once a read.</param>
    /// <param name="Other">The items in which the second changed alone, once a read.</param>
    private sealed record Reading(string First, string Second, int Reads, int Still, long[] Alone, long[] Other)
    {
        /// <summary>Whether two draws would have shown: some reads changed something, and others nothing.</summary>
        public bool CanTell => Still > 0 && Still < Reads;
    }
}
