using System.Globalization;
using TorchTrust.Checks.Pictures;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Checks.Pictures;

/// <summary>How classes and values are distributed over the splits. No item can be told from it.</summary>
internal static class Distributions
{
    private const int MostClasses = 64;
    private const int MostRows = 32;
    private const int MostHistograms = 4;

    /// <summary>How often each class occurs in each split, for each target of classes.</summary>
    public static IEnumerable<TablePicture> Classes(IReadOnlyList<SplitSummary> splits) =>
        from path in splits.SelectMany(split => split.Fields).Where(field => field.Plan.Classes is not null).Select(field => field.Path)
            .Distinct()
        let fields = splits.Select(split => split.FieldAt(path)).ToArray()
        where fields.All(field => field?.Values is not null)
        let classes = fields.SelectMany(field => field!.Values!.Keys).Distinct().Order().ToArray()
        let totals = fields.Select(field => (double)field!.Values!.Values.Sum()).ToArray()
        select new TablePicture(
            $"How often each class of {path} occurs",
            ["class", .. splits.Select(split => split.Plan.Split)],
            [
                .. classes.Take(MostClasses).Select(label => (IReadOnlyList<string>)
                    [Numbers.Short(label), .. fields.Select((field, at) => Share(field!.Values!.GetValueOrDefault(label), totals[at]))]),
            ])
        {
            Caption = classes.Length > MostClasses ? $"The first {MostClasses} of {classes.Length} classes." : null,
        };

    /// <summary>Mean, deviation and extremes of each input, by channel where it is an image.</summary>
    public static TablePicture? Values(IReadOnlyList<SplitSummary> splits)
    {
        IReadOnlyList<string>[] rows =
        [
            .. from path in splits.SelectMany(split => split.Inputs).Select(field => field.Path).Distinct()
               from split in splits
               let field = split.FieldAt(path)
               where field is { Elements: not null, NumericItems: > 0 }
               from channel in Channels(field)
               let told = field.Elements!.Over(channel.Elements)
               select (IReadOnlyList<string>)
               [
                   $"{path}{channel.Name}, {split.Plan.Split}",
                   field.NumericItems.ToString("#,0", CultureInfo.InvariantCulture),
                   Numbers.Short(told.Mean),
                   Numbers.Short(told.Deviation),
                   Numbers.Short(channel.Elements.Min(element => field.Elements!.Minimum[element])),
                   Numbers.Short(channel.Elements.Max(element => field.Elements!.Maximum[element])),
                   field.NotFinite.NaN.Count.ToString("#,0", CultureInfo.InvariantCulture),
               ],
        ];
        return rows.Length == 0 ? null : new TablePicture(
            "How values are distributed", ["input, split", "items", "mean", "deviation", "least", "largest", "items with NaN"],
            [.. rows.Take(MostRows)])
        {
            Caption = rows.Length > MostRows ? $"The first {MostRows} of {rows.Length} rows." : null,
        };
    }

    /// <summary>How the values of each input are spread, by channel where it is an image, in a sample of a split.</summary>
    public static IEnumerable<Picture?> Histograms(SplitSummary split) =>
        (from field in split.Inputs
         where field is { Elements: not null, IsConstant: false } && field.Type.StartsWith("Float", StringComparison.Ordinal)
         from channel in Channels(field)
         let items = split.Sample.Items.Where(item => item.Fields.ContainsKey(field.Path)).ToArray()
         where items.Length > 0
         select Histogram(split, field, channel, items)).Take(MostHistograms);

    private static HistogramPicture? Histogram(
        SplitSummary split, FieldSummary field, (string Name, int[] Elements) channel, SampledItem[] items)
    {
        using Tensor values = tensor(items.SelectMany(item => channel.Elements.Select(element => item.Fields[field.Path][element]))
            .ToArray());
        return ValueHistogram.Draw(
            $"How values of {field.Path}{channel.Name} are spread in split {split.Plan.Split}",
            values,
            string.Create(CultureInfo.InvariantCulture, $"of {items.Length} items"));
    }

    private static IEnumerable<(string Name, int[] Elements)> Channels(FieldSummary field) =>
        ImageLayout.Of(field) is { Channels: > 1 } layout
        ? Enumerable.Range(0, layout.Channels).Select(channel => ($", channel {channel}",
            Enumerable.Range(0, layout.Pixels).Select(pixel => layout.Place(channel, pixel)).ToArray()))
        : [("", [.. Enumerable.Range(0, field.Elements!.Size)])];

    private static string Share(long count, double total) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} ({count / Math.Max(total, 1):p1})");
}
