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
        SplitContent[] splits = [.. session.Splits.Select(split => new SplitContent(split, session.SummaryOf(split, context.Step)))];
        return Blocked(splits) is { } reason ? CheckOutcome.Inconclusive(reason)
            : context.IsTrial ? Decide(session, splits)
            : Decide(session, splits).Showing(Pictures(session, splits));
    }

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
