using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataOrderChangesTests
{
    private const string Id = CheckIds.DataOrderChanges;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Loaded());

    [Fact]
    public void An_order_that_repeats_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(0)),
        "two epochs of split train come in the same order", Severity.Question);

    [Fact]
    public void A_seeded_loader_of_TorchSharp_repeats_its_order() => DataCheckTest.Fails(
        Id,
        SeededLoader(),
        "two epochs of split train come in the same order", Severity.Question);

    [Fact]
    public void Classes_that_come_one_after_the_other_are_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Order(epoch).OrderBy(index => (index + epoch) % 3).Chunk(8).Select(Rows.Stack)),
        "Label comes in runs in an epoch of split train: 3 runs in 48 rows", Severity.Question);

    [Fact]
    public void It_may_be_fixed_on_purpose() =>
        DataCheckTest.Skips(Id, Rows.Loaded((rows, epoch) => rows.Epoch(0)).HasFixedOrderOnPurpose("train", "a test"));

    [Fact]
    public void One_split_alone_may_be_one_that_is_tested() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("test", _ => 30L, (_, index) => Rows.Right(1, index))
            .WithBatches("test", _ => Enumerable.Range(0, 30).Select(index => Rows.Right(1, index)).Chunk(5)));

    [Fact]
    public void One_batch_has_no_order() =>
        DataCheckTest.Skips(Id, Rows.Loaded((rows, epoch) => rows.Epoch(0, 48)));

    [Fact]
    public void Nothing_is_loaded() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void Another_split_may_have_a_fixed_order() => DataCheckTest.Fails(
        Id, Rows.Loaded((rows, _) => rows.Epoch(0)).HasFixedOrderOnPurpose("test", "a test"), "come in the same order", Severity.Question);

    [Fact]
    public void What_is_held_out_may_have_any_order() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(seed => new Rows(seed)).WithSplit("test", _ => Rows.Trained, (_, index) => Rows.Right(1, index))
            .WithSplit("train", _ => Rows.Held, (_, index) => Rows.Right(2, index)).TrainsOn("train")
                .WithBatches("test", (rows, _) => rows.Epoch(0)));

    [Fact]
    public void Splits_are_looked_at_that_are_trained_on_in_an_order_of_their_own() => DataCheckTest.Passes(
        Id,
        Rows.Loaded().WithBatches("test", (rows, epoch) => rows.Epoch(epoch))
            .WithSplit("more", _ => Rows.Trained, (_, index) => Rows.Right(1, index))
                .WithBatches("more", (rows, epoch) => rows.Epoch(epoch))
            .TrainsOn("train", "more").HasFixedOrderOnPurpose("more", "a test"));

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void Ten_rows_in_two_batches_have_an_order(int rows)
    {
        DatasetSubject subject = Sorted(rows, (index, epoch) => ((index * 7) + (epoch * 3)) % rows);
        if (rows < 10)
        {
            DataCheckTest.Skips(Id, subject, $"{rows}");
        }
        else
        {
            DataCheckTest.PassesUnproven(Id, subject, $"{rows}");
        }
    }

    [Fact]
    public void Batches_of_nothing_have_no_order() =>
        DataCheckTest.Skips(Id, Rows.Sound.WithBatches("train", (_, _) => Enumerable.Range(0, 20).Select(_ => new List<Row>())));

    [Fact]
    public void Rows_of_few_kinds_come_in_one_order_by_chance() => DataCheckTest.LeavesOpen(
        Id,
        Rows.Of(index => new Row([index % 2], 0), _ => new Row([1], 0)).WithBatches("train", (_, _) => Enumerable.Range(0, 2).Select(_ =>
            (torch.tensor(new float[] { 0, 1, 0, 0, 1, 0 }).view(6, 1), torch.zeros(6, torch.ScalarType.Int64)))));

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    public void Forty_rows_show_whether_classes_come_in_runs(int rows)
    {
        DatasetSubject<string> subject = Sorted(rows, (index, epoch) => epoch == 0 ? index : rows - 1 - index, classes: true);
        if (rows < 40)
        {
            DataCheckTest.PassesUnproven(Id, subject, $"{rows}");
        }
        else
        {
            DataCheckTest.Fails(Id, subject, "Label comes in runs", Severity.Question, $"{rows}");
        }
    }

    [Fact]
    public void What_is_no_target_may_come_in_runs() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(seed => new Rows(seed)).WithSplit("train", _ => Rows.Trained, (_, index) => (index / 16, index % 3, index))
            .WithSplit("test", _ => 1, (_, index) => (0L, 0L, index)).HasTarget("Item2", classes: 3).WithBatches("train", (rows, epoch) =>
                rows.Order(epoch).OrderBy(index => ((index / 16) + epoch) % 3).Chunk(8).Select(part => (
                    torch.tensor((long[])[.. part.Select(index => index / 16)]),
                        torch.tensor((long[])[.. part.Select(index => index % 3)]), torch.tensor(part)))));

    [Fact]
    public void A_field_that_few_batches_have_counts_no_rows() => DataCheckTest.Passes(
        Id, Rows.Sound.WithBatches("train", (rows, epoch) => rows.Epoch(epoch, 4).Select((batch, at) => at == 0
            ? new Dictionary<string, torch.Tensor> { ["length"] = batch.Label, ["x"] = batch.X }
            : new Dictionary<string, torch.Tensor> { ["x"] = batch.X })));

    [Fact]
    public void Batches_that_are_filled_up_have_an_order_of_their_own() => DataCheckTest.Passes(
        Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 4).Select(batch => (batch.X, batch.X))));

    private static DatasetSubject SeededLoader() => DatasetSubject.For(() => new Table())
        .WithSplit("train", table => table)
        .WithBatches("train", table => new TorchSharp.Modules.DataLoader(table, 8, shuffle: true, seed: 1, disposeDataset: false))
        .TrainsOn("train");

    private sealed class Table : torch.utils.data.Dataset
    {
        public override long Count => 40;

        public override Dictionary<string, torch.Tensor> GetTensor(long index) => new() { ["x"] = torch.tensor(Rows.Values(1, index)) };
    }

    /// <summary>So many rows of two classes in two batches, in an order that the epoch decides.</summary>
    private static DatasetSubject<string> Sorted(int rows, Func<long, long, long> order, bool classes = false)
    {
        Row Item(long index) => new(Rows.Values(1, index), classes ? index * 4 / rows : index % 2);
        DatasetSubject<string> subject = DatasetSubject.For(() => "rows").WithSplit("train", _ => rows, (_, index) => Item(index))
            .WithSplit("test", _ => 1, (_, index) => Item(index))
            .WithBatches("train", (_, epoch) => Enumerable.Range(0, rows).Select(index => Item(order(index, epoch))).Chunk((rows + 1) / 2));
        return classes ? subject.HasTarget("Label", classes: 4) : subject;
    }
}
