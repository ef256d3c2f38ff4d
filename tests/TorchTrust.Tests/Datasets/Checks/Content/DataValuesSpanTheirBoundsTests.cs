namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesSpanTheirBoundsTests
{
    private const string Id = CheckIds.DataValuesSpanTheirBounds;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.Spans("X", -1, 1));

    [Fact]
    public void A_shift_that_was_forgotten_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => (value + 1) / 2)], 0)).Spans("X", -1, 1),
        "of [-1, 1] in split train");

    [Fact]
    public void An_eighth_may_be_left() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value * 0.9f)], 0)).Spans("X", -1, 1));

    [Fact]
    public void Without_a_span_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound.Within("X", -1, 1));

    [Theory]
    [InlineData(1, 7, true)]
    [InlineData(2, 8, false)]
    [InlineData(0, 6, false)]
    public void Each_end_is_reached_up_to_an_eighth(int least, int largest, bool spans)
    {
        DatasetSubject subject = Numbers(9, index => index == 0 ? least : largest).Spans("item", 0, 8);
        if (spans)
        {
            DataCheckTest.Passes(Id, subject, $"{least} to {largest}");
        }
        else
        {
            DataCheckTest.Fails(Id, subject, $"item spans only [{least}, {largest}] of [0, 8]", row: $"{least} to {largest}");
        }
    }

    [Fact]
    public void A_text_spans_nothing() =>
        DataCheckTest.LeavesOpen(Id, DatasetSubject.For(() => "notes").WithSplit("train", _ => 9, (_, _) => "note").Spans("item", 0, 8));

    [Fact]
    public void A_split_of_texts_beside_one_of_numbers_is_left_out() => DataCheckTest.Passes(
        Id, Numbers(9, index => index).WithSplit("test", _ => 9, (_, _) => "note").Spans("item", 0, 8));

    [Fact]
    public void Of_very_many_items_those_are_named_that_were_read() =>
        DataCheckTest.Fails(Id, Numbers(300_000, _ => 1).Spans("item", 0, 8), "in the 262,208 items that were read of split train");

    private static DatasetSubject<string> Numbers(long count, Func<long, float> number) =>
        DatasetSubject.For(() => "numbers").WithSplit("train", _ => count, (_, index) => number(index));
}
