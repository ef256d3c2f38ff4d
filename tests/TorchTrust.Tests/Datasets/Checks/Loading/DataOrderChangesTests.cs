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

    private static DatasetSubject SeededLoader() => DatasetSubject.For(() => new Table())
        .WithSplit("train", table => table)
        .WithBatches("train", table => new TorchSharp.Modules.DataLoader(table, 8, shuffle: true, seed: 1, disposeDataset: false))
        .TrainsOn("train");

    private sealed class Table : torch.utils.data.Dataset
    {
        public override long Count => 40;

        public override Dictionary<string, torch.Tensor> GetTensor(long index) => new() { ["x"] = torch.tensor(Rows.Values(1, index)) };
    }
}
