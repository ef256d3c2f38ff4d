using TorchTrust.Tests.Datasets.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets;

/// <summary>The look at the data: what is shown, how much of it, and where not.</summary>
public sealed class DataLookTests
{
    [Fact]
    public void Images_are_shown_with_their_classes_before_and_after_augmentation()
    {
        Picture[] pictures = Look(Photos(), showsData: true);

        ImagesPicture items = Assert.IsType<ImagesPicture>(pictures[0]);
        Assert.Contains(
            items.Tiles,
            tile => tile.Label.StartsWith("test ", StringComparison.Ordinal) && tile.Label.EndsWith(": 1", StringComparison.Ordinal));
        ImagesPicture augmented = Assert.IsType<ImagesPicture>(pictures[1]);
        ImageTile[] first = [.. augmented.Tiles.Take(3)];
        Assert.Matches("^stored [0-9]+$", first[0].Label);
        Assert.EndsWith(", read", first[1].Label, StringComparison.Ordinal);
        Assert.EndsWith(", read again", first[2].Label, StringComparison.Ordinal);
        Assert.False(first[1].Pixels.Span.SequenceEqual(first[2].Pixels.Span));
    }

    [Fact]
    public void Pixels_are_drawn_from_black_to_white_in_their_places()
    {
        var subject = DatasetSubject.For(() => "pictures")
            .WithSplit("train", _ => 4, (_, _) => arange(64, dtype: ScalarType.Float32).view(1, 8, 8)).Within("item", 0, 63);

        ImageTile tile = Assert.IsType<ImagesPicture>(Look(subject, showsData: true)[0]).Tiles[0];

        Assert.Equal((8, 8, 1), (tile.Width, tile.Height, tile.Channels));
        Assert.Equal([0, 4, 8], tile.Pixels[..3].ToArray());
        Assert.Equal(255, tile.Pixels.Span[63]);
    }

    [Fact]
    public void Large_colour_images_are_drawn_small()
    {
        var subject = DatasetSubject.For(() => "pictures")
            .WithSplit("train", _ => 40, (_, index) => rand(3, 200, 100, generator: new Generator((ulong)index)));

        ImagesPicture items = Assert.IsType<ImagesPicture>(Look(subject, showsData: true)[0]);

        Assert.True(items.Tiles.Count <= 32);
        Assert.All(
            items.Tiles, tile => Assert.Equal((24, 48, 3, 24 * 48 * 3), (tile.Width, tile.Height, tile.Channels, tile.Pixels.Length)));
    }

    [Fact]
    public void Rows_of_a_table_are_shown_as_a_table()
    {
        TablePicture rows = Look(Rows.Sound.HasTarget("Label", classes: 3), showsData: true).OfType<TablePicture>().First();

        Assert.Equal(["item", "X[0]", "X[1]", "X[2]", "X[3]", "X[4]", "X[5]", "Label"], rows.Columns);
        Assert.True(rows.ShowsItems);
        Assert.Equal(8, rows.Rows.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_leave_no_item_is_in_the_report_and_distributions_are(bool images)
    {
        Picture[] pictures = Look(images ? Photos() : Rows.Sound.HasTarget("Label", classes: 3), showsData: false);

        Assert.NotEmpty(pictures);
        Assert.DoesNotContain(pictures, picture => picture.ShowsItems);
        Assert.Contains(pictures, picture => picture.Title == $"How often each class of {(images ? "label" : "Label")} occurs");
        Assert.Contains(pictures, picture => picture.Title == "How values are distributed");
        Assert.Contains(pictures, picture => picture is HistogramPicture);
    }

    [Fact]
    public void Near_copies_lie_side_by_side()
    {
        Tensor Image(long index) => rand(8, 8, generator: new Generator((ulong)index));
        var subject = DatasetSubject.For(() => "pictures")
            .WithSplit("train", _ => 80, (_, index) => Image(index))
            .WithSplit("test", _ => 60, (_, index) => index < 20 ? Image(index) + 0.001 : Image(index + 100));

        CheckResult result = Check(subject, showsData: true, CheckIds.DataSplitsShareNoNearCopies);

        ImageTile[] tiles = [.. Assert.IsType<ImagesPicture>(Assert.Single(result.Pictures)).Tiles];
        Assert.Equal(16, tiles.Length);
        Assert.Equal(tiles[0].Label.Replace("test", "train", StringComparison.Ordinal), tiles[1].Label);
        Assert.Empty(Check(subject, showsData: false, CheckIds.DataSplitsShareNoNearCopies).Pictures);
    }

    [Fact]
    public void Reads_are_counted_and_told()
    {
        TrustReport report = Trust.Check(
            Rows.Loaded(),
            new TrustOptions { ProvesPower = false, IsHost = true, Checks = [CheckIds.DataItemsCanBeRead, CheckIds.DataOrderChanges] });

        Assert.True(report.Passes.Items >= Rows.Trained + Rows.Held, $"{report.Passes}");
        Assert.True(report.Passes.Batches >= 12, $"{report.Passes}");
        Assert.Contains($"{report.Passes.Items} items read, {report.Passes.Batches} batches loaded", $"{report}", StringComparison.Ordinal);
        Assert.Equal(report.Passes, TrustReport.FromJson(report.ToJson()).Passes);
    }

    private static DatasetSubject Photos() => DatasetSubject.For(() => new Random(3))
        .WithSplit("train", _ => 30, (random, index) => Photo(index, random.Next(8)), augmented: true)
        .WithSplit("stored", _ => 30, (_, index) => Photo(index, 0), partOf: "train")
        .WithSplit("test", _ => 20, (_, index) => Photo(index + 100, 0))
        .HasTarget("label", classes: 3);

    private static Dictionary<string, Tensor> Photo(long index, int roll) => new()
    {
        ["image"] = rand(1, 8, 8, generator: new Generator((ulong)index)).roll(roll, 2),
        ["label"] = tensor(index % 3),
    };

    private static Picture[] Look(DatasetSubject subject, bool showsData) =>
        [.. Check(subject, showsData, CheckIds.DataItemsCanBeRead).Pictures];

    private static CheckResult Check(DatasetSubject subject, bool showsData, string id) => Assert.Single(Trust
        .Check(subject, new TrustOptions { ProvesPower = false, IsHost = true, ShowsData = showsData, Checks = [id] }).Results);
}
