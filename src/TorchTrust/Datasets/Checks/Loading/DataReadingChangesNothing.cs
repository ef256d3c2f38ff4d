using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>The second read of an item is the first one, unless draws explain the difference.</summary>
[Check("data-reading-changes-nothing", "reading an item does not change what is stored", CheckArea.Loading)]
internal sealed class DataReadingChangesNothing : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A normalization that writes into the stored tensor is applied again with each epoch, and the data drift away.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Work on a copy, or use the operation that makes a new tensor: x / 255 instead of x.div_(255).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads(
            "edit-the-store",
            "changes what it stores each time it is read",
            (session, split) => LeftOut(session, split) is null && HasNumbers(session, split),
            Editing),
    ];

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => LeftOut(session, split);

    private static string? LeftOut(DatasetSession session, LiveSplit split) =>
        Augmented(session, split) ?? (split.IsIndexed ? null : $"{split.Name} is a stream: nothing is read twice.");

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        (IReadOnlyList<ItemPrint> first, IReadOnlyList<ItemPrint> second) = TwoReads(session, split.Name, indices);

        // In another order other draws fall to an item: what is the same again is no draw.
        (IReadOnlyList<ItemPrint> firstReversed, IReadOnlyList<ItemPrint> secondReversed) =
            TwoReads(session, split.Name, [.. indices.Reverse()]);
        var again = secondReversed.ToDictionary(item => item.Index);
        var before = firstReversed.ToDictionary(item => item.Index);
        (long Index, IReadOnlyList<string> Fields)[] edited =
        [
            .. first.Zip(second)
                .Where(pair => pair.First.Differences(pair.Second).Count > 0)
                .Where(pair => before[pair.First.Index].Differences(pair.First).Count == 0
                    && again[pair.First.Index].Differences(pair.Second).Count == 0)
                .Select(pair => (pair.First.Index, pair.First.Differences(pair.Second))),
        ];
        return CheckOutcome.From(edited.Length == 0 ? [] :
        [
            new Finding($"{Fields(edited.SelectMany(each => each.Fields))} of {Named(edited.Select(each => each.Index))} of split "
                + $"{split.Name} is another one in the second read, and the same other one in a fresh opening: the read changes what is "
                    + $"stored")
            {
                Sample = edited[0].Index,
            },
        ]);
    }

    /// <summary>Items that are larger by one with each read.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> Editing()
    {
        var reads = new Dictionary<long, int>();
        return (_, item) => Altered.Shifted(item, (reads[item.Index] = reads.GetValueOrDefault(item.Index) + 1) - 1);
    }

    private static (IReadOnlyList<ItemPrint> First, IReadOnlyList<ItemPrint> Second) TwoReads(
        DatasetSession session, string name, IReadOnlyList<long> indices)
    {
        session.Renew();
        using var state = TorchTrust.Probes.RandomState.Fork(session.Seed);
        LiveSplit split = session.SplitOf(name);
        return (ItemReads.Read(session, split, indices), ItemReads.Read(session, split, indices));
    }
}
