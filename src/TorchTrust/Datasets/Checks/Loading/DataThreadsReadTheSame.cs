using System.Collections.Concurrent;
using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>Where reading from several threads is declared to be safe, they read what one thread reads.</summary>
/// <remarks>
/// A race shows when it likes: a pass says that none was seen.
/// </remarks>
[Check("data-threads-read-the-same", "several threads read what one reads", CheckArea.Loading)]
internal sealed class DataThreadsReadTheSame : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why => "With workers, items are mixed up or torn, now and then, and nobody sees it.";

    /// <inheritdoc/>
    public override string Remedy => "Give each read a stream, a reader and a buffer of its own, or lock what they share.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads(
            "race",
            "gives other numbers to other threads",
            (session, split) => LeftOut(session, split) is null && HasNumbers(session, split),
            ByThread),
    ];

    private const int Threads = 4;
    private const int Rounds = 4;

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.IsSafeToReadInParallel
        ? null
        : "It is not declared that several threads may read at once: subject.IsSafeToReadInParallel().";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => LeftOut(session, split);

    private static string? LeftOut(DatasetSession session, LiveSplit split) =>
        !split.IsIndexed || split.Count < 2 ? $"{split.Name} is a stream, or has fewer than two items." : Augmented(session, split);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, 4 * Items);
        Dictionary<long, ItemPrint> alone = ItemReads.Read(session, split, indices).ToDictionary(item => item.Index);
        var seen = new Seen();
        Thread[] threads = [.. Enumerable.Range(0, Threads)
            .Select(thread => new Thread(() => Read(split, indices, alone, seen, thread, context.FirstFindingDecides)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return CheckOutcome.From(
        [
            .. seen.Differing.IsEmpty ? Array.Empty<Finding>() :
            [
                new Finding($"{Fields(seen.Differing.SelectMany(item => item.Value))} of {Named(seen.Differing.Keys)} of split "
                    + $"{split.Name} differs when {Threads} threads read at once: {seen.Differing.Count} of {indices.Count} items")
                {
                    Sample = seen.Differing.Keys.Min(),
                },
            ],
            .. seen.Thrown.IsEmpty ? Array.Empty<Finding>() :
            [
                new Finding($"{Named(seen.Thrown.Keys)} of split {split.Name} cannot be read when {Threads} threads read at once, and can "
                    + $"be alone: {seen.Thrown[seen.Thrown.Keys.Min()]}")
                {
                    Sample = seen.Thrown.Keys.Min(),
                },
            ],
        ]);
    }

    /// <summary>Other numbers for each thread but the first.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> ByThread()
    {
        int first = Environment.CurrentManagedThreadId;
        return (_, item) => Environment.CurrentManagedThreadId == first ? item : Altered.Shifted(item, 1);
    }

    private static void Read(
        LiveSplit split, IReadOnlyList<long> indices, Dictionary<long, ItemPrint> alone, Seen seen, int thread, bool firstDecides)
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int at = 0; at < indices.Count && !(firstDecides && seen.IsAny); at++)
            {
                long index = indices[(at + (thread * indices.Count / Threads)) % indices.Count];
                try
                {
                    if (ItemPrint.Of(split.Read(index)).Differences(alone[index]) is { Count: > 0 } fields)
                    {
                        seen.Differing[index] = fields;
                    }
                }
                catch (SubjectException thrown)
                {
                    seen.Thrown[index] = $"{thrown.Message}{UserFrame.Of(thrown)}";
                }
            }
        }
    }

    /// <summary>What threads have seen: fields that differ, and what was thrown, by item.</summary>
    private sealed class Seen
    {
        /// <summary>The fields of an item that differ.</summary>
        public ConcurrentDictionary<long, IReadOnlyList<string>> Differing { get; } = [];

        /// <summary>What was thrown when an item was read.</summary>
        public ConcurrentDictionary<long, string> Thrown { get; } = [];

        /// <summary>Whether there is anything.</summary>
        public bool IsAny => !Differing.IsEmpty || !Thrown.IsEmpty;
    }
}
