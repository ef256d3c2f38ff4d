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

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    public void One_field_of_numbers_is_cast_to_other_ones(torch.ScalarType type) => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "numbers").WithSplit("train", _ => 48, (_, index) => torch.tensor(Rows.Values(1, index)).to(type))
            .WithBatches("train", (_, _) => Enumerable.Range(0, 6).Select(batch =>
                torch.stack(Enumerable.Range(batch * 8, 8).Select(index => torch.tensor(Rows.Values(1, index)).to(type))))),
        $"{type}");

    [Fact]
    public void What_a_loader_augments_is_no_item() =>
        DataCheckTest.Skips(Id, Rows.Sound.WithBatches("train", (rows, epoch) => rows.Epoch(epoch), augmented: true));

    [Fact]
    public void One_split_is_looked_at_where_the_other_is_augmented() => DataCheckTest.Passes(
        Id,
        Rows.Sound.WithBatches("train", (rows, epoch) => rows.Epoch(epoch), augmented: true)
            .WithBatches("test", (_, _) => Held(4)));

    [Fact]
    public void Items_of_two_types_have_none_that_a_batch_must_have() => DataCheckTest.LeavesOpen(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 8, (_, index) => index % 2 == 0 ? (object)new[] { 0.5f, index }
            : new[] { 0.5, index })
            .WithBatches("train", (_, _) => Enumerable.Range(0, 4)
                .Select(batch => torch.tensor(new[] { 0.5, 2 * batch, 0.5, (2 * batch) + 1 }).view(2, 2))));

    [Fact]
    public void Rows_that_are_filled_up_cannot_be_told_apart() =>
        DataCheckTest.Skips(Id, Rows.Sound.WithBatches("train", (rows, epoch) => rows.Epoch(epoch).Select(batch => batch.X)));

    [Fact]
    public void The_last_batch_may_hold_one_row() => DataCheckTest.Passes(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 47)));

    [Fact]
    public void Batches_of_one_row_show_no_power() => DataCheckTest.PassesUnproven(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 1)));

    [Fact]
    public void A_target_that_is_the_same_everywhere_cannot_be_moved() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index), 7)).WithBatches("train", (_, _) => Enumerable.Range(0, 6).Select(batch =>
            (torch.stack(Enumerable.Range(batch * 8, 8).Select(index => torch.tensor(Rows.Values(1, index)))),
                torch.full(8, 7, torch.ScalarType.Int64)))));

    [Fact]
    public void Items_that_are_there_twice_are_not_told_apart_by_their_inputs() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => Rows.Right(1, index / 2)).HasTarget("Label")
            .WithBatches("train", (rows, epoch) => rows.Order(epoch).Select(index => index / 2).Chunk(8).Select(Rows.Stack)));

    [Fact]
    public void Rows_that_are_no_items_show_nothing() =>
        DataCheckTest.LeavesOpen(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X + 1, batch.Label))));

    [Fact]
    public void Of_very_many_items_nobody_knows_which_row_is_none() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 64 + (64 * 5000), (_, index) =>
            ((float)(index % 7), index is 0 or Unread ? 1L : 0))
            .WithBatches("train", (_, _) => Enumerable.Range(0, 2)
                .Select(_ => (torch.tensor(new float[] { Unread % 7, Unread % 7 }), torch.ones(2, torch.ScalarType.Int64)))));

    /// <summary>An item between the blocks that a pass over very many items reads, and beside those that are spread over all.</summary>
    private const long Unread = 4160;

    private static IEnumerable<(torch.Tensor X, torch.Tensor Label)> Held(int size) => Enumerable.Range(0, Rows.Held / size).Select(batch =>
        (torch.stack(Enumerable.Range(batch * size, size).Select(index => torch.tensor(Rows.Right(2, index).X))),
            torch.tensor((long[])[.. Enumerable.Range(batch * size, size).Select(index => Rows.Right(2, index).Label)])));
}
