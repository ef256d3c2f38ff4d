namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataEpochHasEveryItemTests
{
    private const string Id = CheckIds.DataEpochHasEveryItem;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Loaded());

    [Fact]
    public void A_last_batch_that_is_left_out_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6)),
        "the last batch is left out", Severity.Question);

    [Fact]
    public void An_item_that_comes_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Order(epoch).Select(index => index == 3 ? 4 : index).Chunk(8).Select(Rows.Stack)),
        "item 4 come more than once");

    [Fact]
    public void It_may_be_drawn_with_replacement() =>
        DataCheckTest.Accepts(Id, Rows.Loaded((rows, epoch) => rows.Order(epoch).Select(index => index / 2).Chunk(8).Select(Rows.Stack)).DrawsWithReplacementOnPurpose("train", "a test"));

    [Fact]
    public void The_last_batch_may_be_left_out_on_purpose() =>
        DataCheckTest.Accepts(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6)).DropsLastBatchOnPurpose("train", "a test"));

    [Fact]
    public void Nothing_is_loaded() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
