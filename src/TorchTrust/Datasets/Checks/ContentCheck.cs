using TorchTrust.Checks;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Checks;

/// <summary>A check that decides from what one pass tells of each split.</summary>
internal abstract class ContentCheck : DatasetCheck
{
    /// <inheritdoc/>
    protected sealed override CheckOutcome Run(DatasetSession session, CheckContext context)
    {
        if (session.HasFew && TriedOnFew(session, context) is { } noticed)
        {
            return noticed;
        }

        SplitContent[] splits = ContentOf(session, split => session.SummaryOf(split, context.Step));
        CheckOutcome outcome = Outcome(session, splits);
        return context.IsTrial ? outcome : outcome.Showing(Pictures(session, splits));
    }

    /// <summary>
    /// Looks for a fault of all items in a few of them. Where the check fails on these items with the fault, and not on the same items
    /// without it, it has noticed the fault; else nothing is known, and more have to be read.
    /// </summary>
    private CheckOutcome? TriedOnFew(DatasetSession session, CheckContext context)
    {
        session.ReadsFew = true;
        try
        {
            CheckOutcome outcome = Outcome(session, ContentOf(session, split => session.SummaryOf(split, context.Step)));
            return outcome.Verdict == Verdict.Failed && !FailsOnFew(session, context) ? outcome : null;
        }
        finally
        {
            session.ReadsFew = false;
        }
    }

    /// <summary>Whether the check fails on the few items as they are, which is asked once for the splits that are concerned.</summary>
    private bool FailsOnFew(DatasetSession session, CheckContext context)
    {
        LiveSplit[] concerned = [.. session.Splits.Where(session.IsRewired)];
        (string, string) key = (nameof(FailsOnFew), string.Join('\n', concerned.Select(split => split.Name)));
        if (context.Measured.Noted<bool?>(key, null) is { } known)
        {
            return known;
        }

        bool fails = Outcome(session, ContentOf(
            session, split => concerned.Contains(split) ? session.AsItIs(split)
                : session.SummaryOf(split, context.Step))).Verdict == Verdict.Failed;
        context.Measured.Note<bool?>(key, fails);
        return fails;
    }

    private CheckOutcome Outcome(DatasetSession session, IReadOnlyList<SplitContent> splits) =>
        Blocked(splits) is { } reason ? CheckOutcome.Inconclusive(reason) : Decide(session, splits);

    private static SplitContent[] ContentOf(DatasetSession session, Func<LiveSplit, SplitSummary> summaryOf) =>
        [.. session.Splits.Select(split => new SplitContent(split, summaryOf(split)))];

    /// <summary>Whether nothing says that items of a split repeat on purpose.</summary>
    protected static bool HoldsEachOnce(DatasetSession session, LiveSplit split) =>
        !session.Subject.Facts.RepeatedItems.Any(fact => fact.Covers(split.Name));

    /// <summary>What a person would look at.</summary>
    protected virtual IEnumerable<Picture?> Pictures(DatasetSession session, IReadOnlyList<SplitContent> splits) => [];

    /// <summary>Decides from the splits.</summary>
    protected abstract CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits);

    /// <summary>Why nothing can be said; null if it can. What cannot be read is told once, by the check of reading.</summary>
    protected virtual string? Blocked(IReadOnlyList<SplitContent> splits) => splits
        .Where(split => split.Summary.Unreadable.Count > 0)
        .Select(split =>
            $"Item {split.Summary.Unreadable.First().Key} of split {split.Name} cannot be read: see {CheckIds.DataItemsCanBeRead}.")
        .FirstOrDefault();

    /// <summary>A split and what the pass over it tells.</summary>
    protected sealed record SplitContent(LiveSplit Live, SplitSummary Summary)
    {
        /// <summary>Its name.</summary>
        public string Name => Live.Name;

        /// <summary>In words that follow "in": <c>split train</c>, or <c>the 1,000 items that were read of split train</c>.</summary>
        public string Words =>
            Summary.IsWhole ? $"split {Name}" : FormattableString.Invariant($"the {Summary.Items:N0} items that were read of split {Name}");
    }
}
