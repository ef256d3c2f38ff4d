using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Reproducibility;

/// <summary>Opened anew with the same seed, the data set gives the same items and the same batches.</summary>
[Check("data-seed-decides-items", "the same seed gives the same items and batches", CheckArea.Reproducibility)]
internal sealed class DataSeedDecidesItems : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "No run can be repeated, and no fault found by repeating it.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Hand the seed to whatever draws: DatasetSubject.For(seed => new Digits(folder, seed)). TorchSharp's DataLoader does "
            + "not hear torch.manual_seed: give it a seed of its own, another for each epoch.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads("draw-beside-the-seed", "draws other numbers in each opening", HasNumbers, OtherInEachOpening),
    ];

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        split.Count == 0 ? $"Split {split.Name} has no items." : null;

    private const int Openings = 3;

    private static int _openings;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        Opening? first = null;
        for (int opening = 0; opening < Openings; opening++)
        {
            context.Step($"opening the data set with the same seed, {opening + 1} of {Openings}");
            Opening now = first is null ? OpenHere(session, split.Name) : OpenAnew(session, split.Name);
            first ??= now;
            if (Difference(split, first, now) is { } difference)
            {
                return CheckOutcome.Failed([difference]);
            }
        }

        return CheckOutcome.Passed;
    }

    /// <summary>Other numbers in each opening.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> OtherInEachOpening()
    {
        int opening = Interlocked.Increment(ref _openings);
        return (_, item) => Altered.Shifted(item, opening);
    }

    private static Opening OpenHere(DatasetSession session, string split)
    {
        session.Renew();
        return Read(session, split);
    }

    private static Opening OpenAnew(DatasetSession session, string split)
    {
        using DatasetSession another = session.Another(session.Seed);
        return Read(another, split);
    }

    private static Opening Read(DatasetSession session, string name)
    {
        LiveSplit split = session.SplitOf(name);
        using var state = TorchTrust.Probes.RandomState.Fork(session.Seed);
        IReadOnlyList<ItemPrint> items = ItemReads.Read(session, split, ItemReads.Indices(split, Items));
        return new Opening(items, session.LoaderOf(name) is null ? [] : [.. session.Batches(name).Take(Batches).Select(PrintOf)]);
    }

    private static Finding? Difference(LiveSplit split, Opening first, Opening other)
    {
        (long Index, IReadOnlyList<string> Fields)[] differing =
            [.. first.Items.Zip(other.Items, (one, two) => (one.Index, one.Differences(two))).Where(pair => pair.Item2.Count > 0)];
        if (differing.Length > 0)
        {
            return new Finding(
                $"{Fields(differing.SelectMany(each => each.Fields))} of {Named(differing.Select(each => each.Index))} of split "
                    + $"{split.Name} differs between two openings with the same seed")
            {
                Sample = differing[0].Index,
            };
        }

        int batch = Enumerable.Range(0, Math.Min(first.Batches.Count, other.Batches.Count))
            .FirstOrDefault(at => !Same(first.Batches[at], other.Batches[at]), -1);
        return batch >= 0 || first.Batches.Count != other.Batches.Count
            ? new Finding(
                $"batch {Math.Max(batch, 0)} of split {split.Name} differs between two openings with the same seed, and its items do "
                    + $"not: what loads them draws beside the seed")
            : null;
    }

    private static bool Same(IReadOnlyDictionary<string, UInt128> one, IReadOnlyDictionary<string, UInt128> other) =>
        one.Count == other.Count && one.All(field => other.TryGetValue(field.Key, out UInt128 hash) && hash == field.Value);

    /// <summary>What was read of a split in one opening.</summary>
    private sealed record Opening(IReadOnlyList<ItemPrint> Items, IReadOnlyList<IReadOnlyDictionary<string, UInt128>> Batches);
}
