using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Places of faults that sit in items: a split and a field of it, as <c>train: image</c>.</summary>
internal static class ItemPlaces
{
    /// <summary>The fields of all splits that fit.</summary>
    public static IReadOnlyList<string> Fields(DatasetSession session, Func<LiveSplit, FieldSummary, bool> fits) =>
    [
        .. from split in session.Splits
           from field in session.SummaryOf(split, _ => { }).Fields
           where fits(split, field)
           select Place(split.Name, field.Path),
    ];

    /// <summary>The splits that fit.</summary>
    public static IReadOnlyList<string> Splits(DatasetSession session, Func<LiveSplit, bool> fits) =>
        [.. session.Splits.Where(fits).Select(split => split.Name)];

    /// <summary>A place as text.</summary>
    public static string Place(string split, string field) => $"{split}: {field}";

    /// <summary>The split and the field of a place.</summary>
    public static (string Split, string Field) Parse(string place) =>
        (place[..place.LastIndexOf(": ", StringComparison.Ordinal)], place[(place.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]);

    /// <summary>The first items of a split, as they are.</summary>
    public static IReadOnlyList<DatasetItem> First(DatasetSession session, string split, int count)
    {
        LiveSplit live = session.SplitOf(split);
        return live.IsIndexed
            ? [.. Enumerable.Range(0, (int)Math.Min(count, live.Count!.Value)).Select(index => live.ReadAsItIs(index))]
            : [.. live.ItemsAsTheyAre().Take(count)];
    }
}
