using System.Runtime.CompilerServices;
using TorchSharp;
using TorchTrust.Tests.Checks;

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
        "item 4 comes more than once (1 items, up to 2 times); item 3 does not come (1 of 48)");

    [Fact]
    public void A_loader_that_throws_is_told_here_and_leaves_the_other_checks_of_batches_open()
    {
        DatasetSubject subject = Rows.Loaded((rows, epoch) => rows.Order(epoch).Chunk(8).Select(indices =>
            indices.Contains(3) ? throw new InvalidDataException("item 3 has no file") : Rows.Stack(indices)));

        CheckResult told = CheckTest.Run(Id, subject);
        CheckResult open = CheckTest.Run(CheckIds.DataBatchesHoldTheirItems, subject);

        Assert.Equal(Verdict.Failed, told.Verdict);
        Assert.Contains("item 3 has no file", Assert.Single(told.Findings).What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Inconclusive, open.Verdict);
        Assert.Contains("item 3 has no file", open.Reason, StringComparison.Ordinal);
        Assert.EndsWith($"see {Id}.", open.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_be_drawn_with_replacement() =>
        DataCheckTest.Skips(Id, Rows.Loaded((rows, epoch) => rows.Order(epoch).Select(index => index / 2).Chunk(8).Select(Rows.Stack))
            .DrawsWithReplacementOnPurpose("train", "a test"));

    [Fact]
    public void The_last_batch_may_be_left_out_on_purpose() =>
        DataCheckTest.PassesUnproven(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6))
            .DropsLastBatchOnPurpose("train", "a test"));

    [Fact]
    public void Nothing_is_loaded() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void Another_split_may_be_drawn_with_replacement() => DataCheckTest.Passes(
        Id, Rows.Loaded().WithBatches("test", (_, _) => Held([0, 0, 0, 0])).DrawsWithReplacementOnPurpose("test", "a test"));

    [Fact]
    public void Another_split_may_drop_its_last_batch() => DataCheckTest.Passes(
        Id, Rows.Loaded().WithBatches("test", (_, _) => Held([.. Enumerable.Range(0, 28)], size: 7))
            .DropsLastBatchOnPurpose("test", "a test"));

    [Fact]
    public void What_another_split_may_do_this_one_may_not() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6)).DropsLastBatchOnPurpose("test", "a test"),
        "the last batch is left out", Severity.Question);

    [Fact]
    public void Very_many_items_are_not_loaded() => DataCheckTest.Skips(Id, DatasetSubject.For(() => "numbers")
        .WithSplit("train", _ => 300_000, (_, index) => (float)index).WithBatches("train", (_, _) => new[] { torch.ones(2) }));

    [Fact]
    public void Rows_that_are_filled_up_cannot_be_told_apart() =>
        DataCheckTest.Skips(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X, batch.X))));

    [Fact]
    public void One_split_is_looked_at_where_rows_of_the_other_cannot_be_told() =>
        DataCheckTest.Passes(Id, Rows.Loaded().WithBatches("test", (_, _) => new[] { torch.ones(2, 9) }));

    [Fact]
    public void What_a_loader_augments_is_counted() => DataCheckTest.Passes(
        Id, Rows.Sound.WithBatches("train", (rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X + epoch, batch.Label)),
            augmented: true));

    [Fact]
    public void Batches_of_one_row_cannot_repeat_one() => DataCheckTest.Passes(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 1)));

    [Fact]
    public void The_last_batch_may_hold_one_row() => DataCheckTest.Passes(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 47)));

    [Fact]
    public void Items_that_are_there_twice_come_twice() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => Rows.Right(1, index / 2)).WithBatches("train", (rows, epoch) => rows.Order(epoch).Select(index => index / 2)
            .Chunk(8).Select(Rows.Stack)));

    [Fact]
    public void A_row_that_is_no_item_is_told() => DataCheckTest.Fails(
        Id, Ordered(order => order.Select(index => index == 3 ? 1003 : index)),
            "item 3 does not come (1 of 48); 1 rows are no item of the split");

    [Fact]
    public void Rows_that_are_all_changed_as_they_are_loaded_can_only_be_counted() =>
        DataCheckTest.LeavesOpen(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X + 1, batch.Label))));

    [Fact]
    public void Several_items_that_come_again_are_told_with_the_most_times() => DataCheckTest.Fails(
        Id, Ordered(order => [.. order, 4, 4, 9]), "items 4, 9 come more than once (2 items, up to 3 times)");

    [Theory]
    [InlineData(9, Severity.Error)]
    [InlineData(10, Severity.Question)]
    public void A_fifth_that_is_missing_looks_drawn_with_replacement(int missing, Severity severity) => DataCheckTest.Fails(
        Id, Ordered(order => order.Select(index => index < missing ? 47 : index)), "item 47 comes more than once", severity, $"{missing}");

    [Fact]
    public void Rows_that_are_no_items_are_not_drawn() => DataCheckTest.Fails(
        Id, Ordered(order => order.Select(index => index < 10 ? 47 : index == 20 ? 1020 : index)), "1 rows are no item of the split");

    [Fact]
    public void More_rows_than_items_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Sound.WithBatches("train", (rows, epoch) => rows.Order(epoch).Concat([1, 2, 3, 4, 5, 6, 7, 8]).Chunk(8).Select(Rows.Stack),
            augmented: true),
        "an epoch of split train has 56 rows for 48 items");

    [Fact]
    public void An_epoch_without_batches_is_told() => DataCheckTest.Fails(
        Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Take(0)), "an epoch of split train has 0 rows for 48 items");

    [Theory]
    [InlineData(47, 7)]
    [InlineData(40, 8)]
    [InlineData(32, 8)]
    public void What_is_more_than_a_last_batch_is_an_error(int taken, int size)
    {
        DatasetSubject<Rows> subject = Rows.Loaded((rows, epoch) => rows.Order(epoch).Where(index => index < taken).Chunk(size)
            .Select(Rows.Stack));
        DataCheckTest.Fails(Id, subject, "not come in an epoch", row: $"{taken} in {size}");
        DataCheckTest.Fails(
            Id, subject.DropsLastBatchOnPurpose("train", "a test"), "not come in an epoch", row: $"{taken} in {size}, declared");
    }

    [Fact]
    public void As_many_items_as_are_read_at_most_are_loaded() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "numbers")
        .WithSplit("train", _ => 1 << 18, (_, index) => (float)index)
        .WithBatches("train", (_, _) => Enumerable.Range(0, 4).Select(_ => torch.zeros(1 << 16)), augmented: true));

    [Fact]
    public void Items_that_are_drawn_anew_are_counted() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + Random.Shared.NextSingle())], index % 3),
            augmented: true)
            .WithBatches("train", (rows, epoch) => rows.Epoch(epoch)));

    [Fact]
    public void What_workers_of_a_loader_throw_is_told_with_its_cause() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select((batch, at) => at == 2 ? Torn() : batch)),
        "(InvalidDataException: torn; TorchSharp's DataLoader tells it without the index of the item: read the items themselves)");

    /// <summary>The rows of training in an order; from 1,000 on they are no items.</summary>
    private static DatasetSubject<Rows> Ordered(Func<IEnumerable<long>, IEnumerable<long>> change) =>
        Rows.Loaded((rows, epoch) => change(rows.Order(epoch)).Chunk(8).Select(Rows.Stack));

    private static IEnumerable<(torch.Tensor X, torch.Tensor Label)> Held(IEnumerable<int> indices, int size = 4) => indices.Chunk(size)
        .Select(part =>
        (torch.stack(part.Select(index => torch.tensor(Rows.Right(2, index).X))),
            torch.tensor((long[])[.. part.Select(index => Rows.Right(2, index).Label)])));

    /// <summary>A method that is inlined is no frame of the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (torch.Tensor X, torch.Tensor Label) Torn() => throw new AggregateException(new InvalidDataException("torn"));
}
