using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>What is declared as augmented differs from read to read, or its batches from epoch to epoch.</summary>
[Check("data-augmentation-varies", "augmented items vary", CheckArea.Loading)]
internal sealed class DataAugmentationVaries : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "The network sees the same few pictures in each epoch, and learns them by heart.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a seed that is set in each read, a transform that is never called, or items that are kept after they were "
            + "augmented.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new FreezeAugmentation(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) =>
        subject.Splits.Any(split => split.IsAugmented) || subject.Loaders.Any(loader => loader.IsAugmented)
            ? null
            : "No split is declared as augmented: WithSplit(\"train\", …, augmented: true).";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        split.Declared.IsAugmented || session.LoaderOf(split.Name)?.IsAugmented == true
            ? null
            : $"{split.Name} is not declared as augmented.";

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, Items);
        IReadOnlyList<ItemPrint> first = ItemReads.Read(session, split, indices);
        IReadOnlyList<ItemPrint> second = ItemReads.Read(session, split, indices);
        if (first.Zip(second).Any(pair => pair.First.Differences(pair.Second).Count > 0)
            || (session.LoaderOf(split.Name) is not null && EpochsVary(session, split, context)))
        {
            return CheckOutcome.Passed;
        }

        return first.Count < 2
            ? CheckOutcome.Inconclusive($"Split {split.Name} has fewer than two items.")
            : CheckOutcome.Failed([new Finding(
                $"split {split.Name} is declared as augmented, and {first.Count} items that were read twice are the same bit for bit"
                    + (session.LoaderOf(split.Name) is null ? "" : ", and so are the rows of two epochs"))]);
    }

    /// <summary>Whether a row of one epoch is in no row of the next.</summary>
    private static bool EpochsVary(DatasetSession session, LiveSplit split, CheckContext context) =>
        !Rows(session, split, 0, context).SetEquals(Rows(session, split, 1, context));

    /// <summary>The rows of an epoch; of batches whose rows cannot be told apart, the batches.</summary>
    private static HashSet<UInt128> Rows(DatasetSession session, LiveSplit split, long epoch, CheckContext context)
    {
        SplitSummary items = SummaryOf(session, split, context);
        var rows = new HashSet<UInt128>();
        foreach (DatasetBatch batch in session.Batches(split.Name, epoch))
        {
            if (BatchRows.Of(batch, items) is not { } told)
            {
                rows.Add(BatchRows.Join(PrintOf(batch).Values));
                continue;
            }

            rows.UnionWith(told.Hashes());
        }

        return rows;
    }
}
