using TorchTrust.Checks;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Probes;

namespace TorchTrust.Datasets.Checks;

/// <summary>A check that reads items again, or loads epochs, split by split.</summary>
internal abstract class LoadingCheck : DatasetCheck
{
    /// <summary>How many items are read again.</summary>
    protected const int Items = 24;

    /// <summary>How many batches are looked at where not a whole epoch is needed.</summary>
    protected const int Batches = 8;

    /// <inheritdoc/>
    protected sealed override CheckOutcome Run(DatasetSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        Severity severity = Severity.Question;
        string? undecided = null;
        string? skipped = null;
        bool passed = false;
        foreach (string name in session.Splits.OrderByDescending(session.IsRewired).Select(split => split.Name).ToArray())
        {
            if (context.FirstFindingDecides && findings.Count > 0)
            {
                break;
            }

            LiveSplit split = session.SplitOf(name);
            context.Step($"{Description.Id}: split {name}");
            using RandomState _ = RandomState.Fork(session.Seed);
            CheckOutcome outcome = Outcome(session, split, context);
            findings.AddRange(outcome.Findings);
            severity = outcome is { Verdict: Verdict.Failed, Severity: not Severity.Question } && Description.Severity == Severity.Error
                ? Severity.Error : severity;
            passed |= outcome.Verdict == Verdict.Passed;
            undecided ??= outcome.Verdict == Verdict.Inconclusive ? outcome.Reason : null;
            skipped ??= outcome.Reason;
        }

        return findings.Count > 0 ? CheckOutcome.Failed(findings, severity)
            : undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : passed ? CheckOutcome.Passed
            : CheckOutcome.Skipped(skipped ?? "There is no split.");
    }

    /// <summary>What cannot be read or loaded is told once: by the check of reading, and by that of epochs.</summary>
    private CheckOutcome Outcome(DatasetSession session, LiveSplit split, CheckContext context)
    {
        try
        {
            return WhyNot(session, split) is { } reason ? CheckOutcome.Skipped(reason) : Decide(session, split, context);
        }
        catch (SubjectException thrown) when (thrown.Doing.StartsWith("reading", StringComparison.Ordinal))
        {
            return CheckOutcome.Inconclusive($"{thrown.Message}: see {CheckIds.DataItemsCanBeRead}.");
        }
        catch (SubjectException thrown) when (thrown.Doing.StartsWith("loading", StringComparison.Ordinal))
        {
            string cause = thrown.InnerException is AggregateException { InnerException: { } inner }
                ? $" ({inner.GetType().Name}: {inner.Message}; TorchSharp's DataLoader tells it without the index of the item: read the "
                    + $"items themselves)"
                : "";
            return Description.Id == CheckIds.DataEpochHasEveryItem
                ? CheckOutcome.Failed([new Finding($"{thrown.Message}{cause}{UserFrame.Of(thrown)}")])
                : CheckOutcome.Inconclusive($"{thrown.Message}{cause}: see {CheckIds.DataEpochHasEveryItem}.");
        }
    }

    /// <summary>Why a split is not looked at; null if it is.</summary>
    protected abstract string? WhyNot(DatasetSession session, LiveSplit split);

    /// <summary>Decides for one split.</summary>
    protected abstract CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context);

    /// <summary>Whether what is read of a split is declared to be random.</summary>
    protected static bool IsRandom(DatasetSession session, LiveSplit split) =>
        split.Declared.IsAugmented || session.Subject.Facts.RandomSplits.Any(fact => fact.Covers(split.Name));

    /// <summary>Whether what is loaded of a split is declared to be random.</summary>
    protected static bool IsLoadedAtRandom(DatasetSession session, LiveSplit split) =>
        IsRandom(session, split) || session.LoaderOf(split.Name)?.IsAugmented == true;

    /// <summary>The reason of a split whose batches are not declared.</summary>
    protected static string? NotLoaded(DatasetSession session, LiveSplit split) => session.LoaderOf(split.Name) is null
        ? $"It is not declared how batches of {split.Name} are loaded: subject.WithBatches(\"{split.Name}\", …)."
        : null;

    /// <summary>The reason of a split that is declared to be random.</summary>
    protected static string? Augmented(DatasetSession session, LiveSplit split) => IsRandom(session, split)
        ? $"What is read of {split.Name} is random on purpose."
        : null;

    /// <summary>Whether items of a split hold numbers, which a mutant can change.</summary>
    protected static bool HasNumbers(DatasetSession session, LiveSplit split) =>
        session.SummaryOf(split, _ => { }).Fields.Any(field => field.NumericItems > 0);

    /// <summary>Several numbers of items in words.</summary>
    protected static string Named(IEnumerable<long> items)
    {
        long[] all = [.. items.Order()];
        return all.Length == 1 ? $"item {all[0]}" : $"items {string.Join(", ", all.Take(6))}{(all.Length > 6 ? ", …" : "")}";
    }

    /// <summary>The hashes of a batch's fields.</summary>
    protected static IReadOnlyDictionary<string, UInt128> PrintOf(DatasetBatch batch) => Probes.ItemPrint.Of(batch.Fields);

    /// <summary>The fields in which two lists of prints differ.</summary>
    protected static string Fields(IEnumerable<string> paths) => string.Join(", ", paths.Distinct().Order(StringComparer.Ordinal).Take(6));

    /// <summary>What the pass over a split tells.</summary>
    protected static SplitSummary SummaryOf(DatasetSession session, LiveSplit split, CheckContext context) =>
        session.SummaryOf(split, context.Step);
}
