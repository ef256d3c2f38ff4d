using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataBatchesHoldTheirItemsTests
{
    private const string Id = CheckIds.DataBatchesHoldTheirItems;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Loaded());

    [Fact]
    public void Labels_that_became_numbers_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X, batch.Label.to(torch.ScalarType.Float32)))),
        "rows of Label are Float32 [] in batch 0 of split train, and items are Int64 []");

    [Fact]
    public void Targets_of_other_rows_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X, batch.Label.roll(1, 0)))),
        "have fields of different items");

    [Fact]
    public void A_batch_may_be_a_list_of_items() =>
        DataCheckTest.PassesUnproven(Id,
            Rows.Sound.WithBatches("train", (rows, epoch) => rows.Order(epoch).Select(index => Rows.Right(1, index)).Chunk(8)));

    [Fact]
    public void Nothing_is_loaded() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
