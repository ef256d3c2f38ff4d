using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Checks.Pictures;

/// <summary>Pictures of items. What they show are the user's data.</summary>
internal static class ItemPictures
{
    private const int MostTiles = 32;
    private const int MostFields = 2;
    private const int MostColumns = 10;
    private const int RowsOfSplit = 4;
    private const int Augmented = 4;

    /// <summary>Items of each split as images; null if none of their fields is one.</summary>
    public static ImagesPicture? Images(IReadOnlyList<SplitSummary> splits)
    {
        int each = MostTiles / Math.Max(splits.Sum(split => ImagesOf(split).Count), 1);
        ImageTile[] tiles =
        [
            .. from split in splits
               from item in split.Sample.Items.Take(each)
               from field in ImagesOf(split)
               where item.Fields.ContainsKey(field.Path)
               select Tile(field, item.Fields[field.Path], $"{split.Plan.Split} {item.Index}{Class(split, item)}"),
        ];
        return tiles.Length == 0 ? null : new ImagesPicture("Items as the network gets them", tiles)
        {
            Caption = "A few of each split, by split and index, and the class where one is declared.",
            ShowsItems = true,
        };
    }

    /// <summary>Items of an augmented split, each as stored where that is known, and as it was read twice.</summary>
    public static ImagesPicture? Augmentation(DatasetSession session, LiveSplit split, SplitSummary summary)
    {
        if (ImagesOf(summary) is not [var field, ..] || !split.IsIndexed)
        {
            return null;
        }

        LiveSplit? stored = session.StoredOf(split);
        long[] indices = [.. summary.Sample.Items.Take(Augmented).Select(item => item.Index)];
        ImageTile[] tiles =
        [
            .. from index in indices
               let reads = ItemReads.Items(session, split, [index, index]).ToArray()
               from tile in (IEnumerable<ImageTile>)
               [
                   .. stored is null ? [] : Tiles(field, stored.Read(index), $"{stored.Name} {index}"),
                   .. Tiles(field, reads[0], $"{split.Name} {index}, read"),
                   .. Tiles(field, reads[1], $"{split.Name} {index}, read again"),
               ]
               select tile,
        ];
        return new ImagesPicture($"What augmentation does to split {split.Name}", tiles)
        {
            Caption = stored is null
                ? "Each item as it was read, and read again."
                : $"Each item as it is stored (split {stored.Name}), as it was read, and read again.",
            ShowsItems = true,
        };
    }

    /// <summary>Two images of each pair side by side.</summary>
    public static ImagesPicture? Pairs(
        string title, SplitSummary split, IEnumerable<(string First, DatasetItem FirstItem, string Second, DatasetItem SecondItem)> pairs)
    {
        if (ImagesOf(split) is not [var field, ..])
        {
            return null;
        }

        ImageTile[] tiles =
        [
            .. from pair in pairs
               from told in new[] { (Label: pair.First, Item: pair.FirstItem), (Label: pair.Second, Item: pair.SecondItem) }
               from tile in Tiles(field, told.Item, told.Label)
               select tile,
        ];
        return new ImagesPicture(title, tiles) { ShowsItems = true };
    }

    /// <summary>Items of each split as rows; null if a field is an image, or there are no numbers and no texts.</summary>
    public static TablePicture? Rows(IReadOnlyList<SplitSummary> splits)
    {
        FieldSummary[] fields = [.. splits.SelectMany(split => split.Fields).DistinctBy(field => field.Path)
            .Where(field => field.NumericItems > 0).OrderBy(field => field.Order)];
        if (fields.Length == 0 || splits.Any(split => ImagesOf(split).Count > 0))
        {
            return null;
        }

        string[] heads = [.. fields.SelectMany(Heads).Take(MostColumns)];
        return new TablePicture("Items as the network gets them", ["item", .. heads],
        [
            .. from split in splits
               from item in split.Sample.Items.Take(RowsOfSplit)
               select (IReadOnlyList<string>)
                   [$"{split.Plan.Split} {item.Index}", .. fields.SelectMany(field => Cells(field, item)).Take(heads.Length)],
        ])
        {
            Caption = $"A few of each split. At most {MostColumns} values of each are shown.",
            ShowsItems = true,
        };
    }

    /// <summary>The image of an item; none where it lacks the field, or has it in another size.</summary>
    private static IEnumerable<ImageTile> Tiles(FieldSummary field, DatasetItem item, string label)
    {
        var content = FieldContent.Of(item.FieldAt(field.Path)?.Value);
        return content.Values.Length == field.Elements!.Size ? [Tile(field, content.Values.ToArray(), label)] : [];
    }

    private static IReadOnlyList<FieldSummary> ImagesOf(SplitSummary split) => [.. split.Fields.Where(field => !field.Plan.IsAside
        && ImageLayout.Of(field) is not null && field.Minimum.Value < field.Maximum.Value).OrderBy(field => field.Order).Take(MostFields)];

    private static string Class(SplitSummary split, SampledItem item) => split.Fields
        .Where(field => field is { Plan: { IsTarget: true, Classes: not null }, Elements.Size: 1 } && item.Fields.ContainsKey(field.Path))
        .Select(field => $": {Numbers.Short(item.Fields[field.Path][0])}").FirstOrDefault() ?? "";

    private static ImageTile Tile(FieldSummary field, double[] values, string label)
    {
        (double low, double high) = field.Plan.HasBounds
            ? (field.Plan.Minimum, field.Plan.Maximum)
            : (field.Minimum.Value, field.Maximum.Value);
        return ImageTiles.Draw(label, values, ImageLayout.Of(field)!, low, high);
    }

    private static IEnumerable<string> Heads(FieldSummary field) => field.Elements is { Size: > 1 } elements
        ? Enumerable.Range(0, Math.Min(elements.Size, MostColumns)).Select(element => $"{field.Path}[{element}]")
        : [field.Path];

    /// <summary>The values of a field of one size; how many there are of one that differs in size.</summary>
    private static IEnumerable<string> Cells(FieldSummary field, SampledItem item) =>
        !item.Fields.TryGetValue(field.Path, out double[]? values)
        ? Heads(field).Select(_ => "")
        : field.Elements is not null ? values.Take(MostColumns).Select(Numbers.Short)
        : [$"{FieldContent.TextOf(item.Shapes[field.Path])} {string.Join(' ', values.Take(6).Select(Numbers.Short))}{(values.Length > 6
            ? " …" : "")}"];
}
