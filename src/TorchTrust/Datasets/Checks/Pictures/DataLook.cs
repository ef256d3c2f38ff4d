using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Checks.Pictures;

/// <summary>The look at the data just before the network, which people who train networks advise and rarely take.</summary>
internal static class DataLook
{
    /// <summary>The most splits that are shown.</summary>
    public const int MostSplits = 4;

    /// <summary>Items as the network gets them, what augmentation does to them, and how classes and values are distributed.</summary>
    /// <param name="session">The open data set.</param>
    /// <param name="splits">The splits, and what the pass over each tells.</param>
    public static IEnumerable<Picture?> Of(DatasetSession session, IReadOnlyList<(LiveSplit Live, SplitSummary Summary)> splits)
    {
        (LiveSplit Live, SplitSummary Summary)[] shown = [.. splits.Where(split => split.Summary.Items > 0).Take(MostSplits)];
        SplitSummary[] summaries = [.. shown.Select(split => split.Summary)];
        return
        [
            ItemPictures.Images(summaries),
            .. shown.Where(split => split.Live.Declared.IsAugmented)
                .Select(split => ItemPictures.Augmentation(session, split.Live, split.Summary)),
            ItemPictures.Rows(summaries),
            .. Distributions.Classes(summaries),
            Distributions.Values(summaries),
            .. summaries.Take(1).SelectMany(Distributions.Histograms),
        ];
    }
}
