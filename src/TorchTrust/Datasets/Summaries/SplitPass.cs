using TorchTrust.Datasets.Reading;
using TorchTrust.Probes;

namespace TorchTrust.Datasets.Summaries;

/// <summary>
/// The one pass over a split that feeds all checks of content: first its head, then the rest in shards of one size, side by side
/// where reading allows it, so that the number of threads changes no bit of the result.
/// </summary>
/// <param name="session">The open data set.</param>
/// <param name="step">Told how far it is, and may end it.</param>
/// <param name="limit">How many items of a split are read at most.</param>
internal sealed class SplitPass(DatasetSession session, Action<string> step, long limit)
{
    /// <summary>The first items, which mutants of one item are put into: only they are read again in a proof.</summary>
    public const int Head = 64;

    private const int Shard = 4096;
    private const int Blocks = 64;
    private const int MaximumFailures = 32;

    /// <summary>Reads the head of a split.</summary>
    public SplitSummary ReadHead(LiveSplit split, SummaryPlan plan)
    {
        var summary = new SplitSummary(plan);
        Fold(summary, split, 0, Math.Min(split.Count ?? Head, Head));
        return summary;
    }

    /// <summary>Reads what follows the head: all of it, or as much as the limit allows, spread evenly.</summary>
    public SplitSummary ReadRest(LiveSplit split, SummaryPlan plan)
    {
        var rest = new SplitSummary(plan);
        if (!split.IsIndexed)
        {
            FoldStream(rest, split);
            return rest;
        }

        foreach (SplitSummary shard in Shards(split, plan))
        {
            rest.Merge(shard);
        }

        return rest;
    }

    private IEnumerable<SplitSummary> Shards(LiveSplit split, SummaryPlan plan)
    {
        (long Start, long End)[] ranges = [.. Ranges(split.Count!.Value, limit)];
        SplitSummary Read((long Start, long End) range)
        {
            var shard = new SplitSummary(plan);
            Fold(shard, split, range.Start, range.End);
            return shard;
        }

        return session.Subject.Facts.IsSafeToReadInParallel
            ? ranges.AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount).Select(Read)
            : ranges.Select(Read);
    }

    /// <summary>What follows the head, in shards; of more items than the limit, blocks that are spread evenly.</summary>
    private static IEnumerable<(long Start, long End)> Ranges(long count, long limit)
    {
        if (count <= Head)
        {
            return [];
        }

        (long Start, long End)[] blocks = count <= limit
            ? [(Head, count)]
            : [.. Enumerable.Range(0, Blocks).Select(block => Head + ((count - Head) / Blocks * block))
                .Select(start => (start, start + (limit / Blocks)))];
        return blocks.SelectMany(block => Cut(block.Start, block.End));
    }

    private static IEnumerable<(long Start, long End)> Cut(long start, long end)
    {
        for (long at = start; at < end; at += Shard)
        {
            yield return (at, Math.Min(at + Shard, end));
        }
    }

    private void Fold(SplitSummary summary, LiveSplit split, long start, long end)
    {
        step($"reading items {start} to {end - 1} of split {split.Name}");
        if (!split.IsIndexed)
        {
            FoldUntil(summary, split.Items().Take((int)end), _ => { });
            return;
        }

        for (long index = start; index < end && summary.Unreadable.Count < MaximumFailures; index++)
        {
            try
            {
                summary.Fold(split.Read(index));
            }
            catch (SubjectException thrown) when (thrown.Doing.StartsWith("reading", StringComparison.Ordinal))
            {
                summary.Fail(index, $"{thrown.Message}{UserFrame.Of(thrown)}");
            }
        }
    }

    private void FoldStream(SplitSummary rest, LiveSplit split)
    {
        long count = 0;
        bool ended = FoldUntil(
            rest,
            split.Items().TakeWhile(_ => count <= limit),
            item =>
            {
                if (++count % Shard == 0)
                {
                    step($"reading item {count} of split {split.Name}");
                }
            },
            skip: Head);
        rest.Count = ended && count <= limit ? count : null;
    }

    private static bool FoldUntil(SplitSummary summary, IEnumerable<DatasetItem> items, Action<DatasetItem> count, int skip = 0)
    {
        long at = 0;
        try
        {
            foreach (DatasetItem item in items)
            {
                at = item.Index + 1;
                count(item);
                if (item.Index >= skip)
                {
                    summary.Fold(item);
                }
            }
        }
        catch (SubjectException thrown) when (thrown.Doing.StartsWith("reading", StringComparison.Ordinal))
        {
            summary.Fail(at, $"{thrown.Message}{UserFrame.Of(thrown)}");
            return false;
        }

        return true;
    }
}
