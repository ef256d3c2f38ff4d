using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Fields that are declared to move together change in the same reads.</summary>
[Check("data-fields-move-together", "fields that belong together move together", CheckArea.Loading)]
internal sealed class DataFieldsMoveTogether : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "The mask no longer lies on what it marks.";

    /// <inheritdoc/>
    public override string Remedy => "Draw once, and apply the draw to all fields of the item.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads("move-a-field-alone", "draws for one field apart from the others", (session, split) => DataFieldsMoveTogether.IsJudged(session, split), () => DataFieldsMoveTogether.Alone()),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Together.Count == 0
        ? "Nothing is declared to move together: subject.MovesTogether(\"image\", \"mask\")."
        : null;

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => split is { IsIndexed: true, Declared.IsAugmented: true } ? null : $"{split.Name} is a stream, or is not augmented.";


    /// <summary>Two coins that are tossed apart agree in all of so many reads with a chance below 1e-6.</summary>
    private const int Reads = 40;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        IReadOnlyList<ItemPrint>[] passes = [.. Enumerable.Range(0, 1 + (Reads / Math.Max(indices.Count, 1)) + 1).Select(_ => ItemReads.Read(session, split, indices))];
        (ItemPrint First, ItemPrint Again)[] pairs = [.. passes.Skip(1).SelectMany(pass => passes[0].Zip(pass))];
        return CheckOutcome.From(
        [
            .. from together in session.Subject.Facts.Together
               let paths = together.SelectMany(declared => passes[0][0].Fields.Keys.Where(path => new DatasetField(path, null).Is(declared))).Distinct().ToArray()
               from first in paths
               from second in paths.SkipWhile(path => path != first).Skip(1)
               let alone = pairs.Where(pair => Moved(pair, first) && !Moved(pair, second)).ToArray()
               let other = pairs.Where(pair => !Moved(pair, first) && Moved(pair, second)).ToArray()
               where alone.Length > 0 && other.Length > 0
               select new Finding(
                   $"in {pairs.Length} reads of split {split.Name}, {first} changed {alone.Length} times while {second} did not (as in item {alone[0].First.Index}), and {second} {other.Length} times while {first} did not")
               {
                   Sample = alone[0].First.Index,
               },
        ]);
    }

    /// <summary>Whether a split is looked at.</summary>
    internal static bool IsJudged(DatasetSession session, LiveSplit split) => split is { IsIndexed: true, Declared.IsAugmented: true, Count: > 1 } && session.Subject.Facts.Together.Count > 0;

    /// <summary>Every other field from a read of its own.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> Alone() => (split, item) =>
    {
        DatasetItem other = split.ReadAsItIs(item.Index);
        string[] moved = [.. item.Fields.Select(field => field.Path).Where((_, at) => at % 2 == 1)];
        return moved.Aggregate(item, (made, path) => made.With(path, other.Fields.First(field => field.Path == path).Value));
    };

    private static bool Moved((ItemPrint First, ItemPrint Again) pair, string path) => pair.First.Fields.GetValueOrDefault(path) != pair.Again.Fields.GetValueOrDefault(path);
}
