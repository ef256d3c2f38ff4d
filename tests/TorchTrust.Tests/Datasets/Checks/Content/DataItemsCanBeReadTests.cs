using System.Runtime.CompilerServices;
using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataItemsCanBeReadTests
{
    private const string Id = CheckIds.DataItemsCanBeRead;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void An_item_that_throws_is_named() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => index == 7 ? Torn() : Rows.Right(1, index)),
        "item 7 of split train cannot be read: InvalidDataException");

    [Fact]
    public void A_count_that_is_one_too_large_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => new List<float> { 1, 2, 3 })
            .WithSplit("train", values => values.Count + 1, ElementAt),
        "item 3 of split train cannot be read");

    [Fact]
    public void An_empty_split_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), held: 0),
        "split test has no items");

    [Fact]
    public void A_stream_has_no_index() =>
        DataCheckTest.Passes(Id, DatasetSubject.For(() => new List<float> { 1, 2, 3 })
            .WithSplit("train", values => values.Where(_ => true)));

    [Fact]
    public void Items_of_one_split_that_throw_leave_nothing_to_look_at() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => index is 3 or 5 ? Torn() : Rows.Right(2, index)),
        "item 5 of split test cannot be read");

    [Fact]
    public void A_split_without_items_is_not_shown() => DataCheckTest.Fails(
        Id, Rows.Of(index => Rows.Right(1, index), held: 0).HasTarget("Label", classes: 3), "split test has no items");

    [Fact]
    public void A_table_is_shown_with_what_is_missing_in_it() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "table").WithSplit("train", _ => 30, (_, index) => new Dictionary<string, object?>
        {
            ["a name"] = $"{index}",
            ["b constant"] = 0.5f,
            ["c several"] = Rows.Values(1, index, 5 + (int)(index % 3)),
            ["d number"] = index % 4 == 0 ? null : 0.5 + index,
            ["e whole"] = index,
            ["f row"] = index % 5 == 0 ? [float.NaN, 1] : Rows.Values(1, index, 2),
            ["label"] = index % 3,
            ["many"] = index,
        })
        .WithSplit("test", _ => 9, (_, index) => new Dictionary<string, object?> { ["e whole"] = index, ["label"] = index % 2 })
        .HasSeveralLengths("c several").HasTarget("label", classes: 3).HasTarget("many"));

    [Fact]
    public void Classes_are_told_where_each_split_has_them() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "labels").WithSplit("train", _ => 130, (_, index) => (index % 64, index % 65, index % 2))
            .WithSplit("test", _ => 9, (_, index) => (index, index, Rows.Values(1, index, 2000)))
            .HasTarget("Item1", classes: 64).HasTarget("Item2", classes: 65).HasTarget("Item3", classes: 2));

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public void At_most_32_rows_of_values_are_shown(int fields) => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "fields").WithSplit("train", _ => 9, (_, index) =>
            Enumerable.Range(0, fields).ToDictionary(field => $"{field:00}", field => (index * field) + 0.5)),
        $"{fields}");

    [Fact]
    public void Texts_alone_are_not_shown() =>
        DataCheckTest.Passes(Id, DatasetSubject.For(() => "texts").WithSplit("train", _ => 9, (_, index) => $"{index}"));

    [Fact]
    public void Images_are_shown_as_far_as_they_are_there() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "pictures").WithSplit("train", _ => 12, (_, index) => new Dictionary<string, object>
        {
            ["a group"] = torch.full(8, 8, (float)index),
            ["black"] = torch.zeros(8, 8),
            ["colour"] = torch.tensor(Rows.Values(1, index, 192)).view(3, 8, 8),
            ["grey"] = index == 2 ? torch.full(8, 8, float.NaN) : torch.tensor(Rows.Values(2, index, 64)).view(8, 8),
            ["label"] = index % 3,
            ["other"] = index % 2,
        })
        .WithSplit("test", _ => 4, (_, index) => index % 2 == 0
            ? new Dictionary<string, object> { ["grey"] = torch.tensor(Rows.Values(3, index, 64)).view(8, 8) }
            : new Dictionary<string, object> { ["x"] = 1f })
        .WithSplit("numbers", _ => 4, (_, index) => new Dictionary<string, object> { ["x"] = 0.5f + index })
        .IsGroupedBy("a group").HasTarget("label", classes: 3).HasTarget("other", classes: 2).Within("colour", -2, 2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_augmented_image_is_shown_as_it_is_stored_where_that_is_known(bool isStored)
    {
        torch.Tensor Picture(long index) => torch.tensor(Rows.Values(1, index, 64)).view(8, 8);
        int reads = 0;
        DatasetSubject<string> subject = DatasetSubject.For(() => "pictures")
            .WithSplit("train", _ => 5, (_, index) => ("a", Picture(index) * (1 + (reads++ % 3))), augmented: true)
            .WithSplit("stream", _ => Enumerable.Range(0, 5).Select(index => ("a", Picture(index))), augmented: true)
            .WithSplit("numbers", _ => 5, (_, index) => ("a", 0.5f + index), augmented: true);
        DataCheckTest.Passes(
            Id, isStored ? subject.WithSplit("stored", _ => 5, (_, index) => ("b", Picture(index)), partOf: "train") : subject, isStored
                ? "stored" : "drawn");
    }

    [Fact]
    public void An_augmented_image_may_be_missing() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 5, (_, index) => index % 2 == 0
            ? new Dictionary<string, torch.Tensor> { ["image"] = torch.tensor(Rows.Values(1, index, 64)).view(8, 8) }
            : new Dictionary<string, torch.Tensor> { ["x"] = torch.ones(1) }, augmented: true));

    [Fact]
    public void An_image_may_lack_its_class() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 4, (_, index) => index % 2 == 0
            ? new Dictionary<string, object> { ["image"] = torch.tensor(Rows.Values(1, index, 64)).view(8, 8), ["label"] = index }
            : new Dictionary<string, object> { ["image"] = torch.tensor(Rows.Values(1, index, 64)).view(8, 8) })
        .HasTarget("label", classes: 4));

    /// <summary>Throws. A method that is inlined is no frame of the stack, and a full run makes others hot than a short one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Row Torn() => throw new InvalidDataException("torn");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float ElementAt(List<float> values, long index) => values[(int)index];
}
