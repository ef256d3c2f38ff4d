using System.Collections.Concurrent;
using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

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
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        LeftOut(session, split);

    private static string? LeftOut(DatasetSession session, LiveSplit split) =>
        !split.IsIndexed || split.Count < 2 ? $"{split.Name} is a stream, or has fewer than two items." : Augmented(session, split);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<long> indices = ItemReads.Indices(split, 4 * Items);
        Dictionary<long, ItemPrint> alone = ItemReads.Read(session, split, indices).ToDictionary(item => item.Index);
        var differing = new ConcurrentDictionary<long, IReadOnlyList<string>>();
        Thread[] threads = [.. Enumerable.Range(0, Threads)
            .Select(thread => new Thread(() => Read(split, indices, alone, differing, thread, context.FirstFindingDecides)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return CheckOutcome.From(differing.IsEmpty ? [] :
        [
            new Finding($"{Fields(differing.SelectMany(item => item.Value))} of {Named(differing.Keys)} of split {split.Name} differs "
                + $"when {Threads} threads read at once: {differing.Count} of {indices.Count} items")
            {
                Sample = differing.Keys.Min(),
            },
        ]);
    }

    /// <summary>Other numbers for each thread but the first.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> ByThread()
    {
        int first = Environment.CurrentManagedThreadId;
        return (_, item) => Environment.CurrentManagedThreadId == first ? item : Altered.Shifted(item, 1);
    }

    private static void Read(
        LiveSplit split,
        IReadOnlyList<long> indices,
        Dictionary<long, ItemPrint> alone,
        ConcurrentDictionary<long, IReadOnlyList<string>> differing,
        int thread,
        bool firstDecides)
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int at = 0; at < indices.Count && !(firstDecides && !differing.IsEmpty); at++)
            {
                long index = indices[(at + (thread * indices.Count / Threads)) % indices.Count];
                try
                {
                    if (ItemPrint.Of(split.Read(index)).Differences(alone[index]) is { Count: > 0 } fields)
                    {
                        differing[index] = fields;
                    }
                }
                catch (TorchTrust.Probes.SubjectException thrown)
                {
                    differing[index] = [thrown.Message];
                }
            }
        }
    }
}
