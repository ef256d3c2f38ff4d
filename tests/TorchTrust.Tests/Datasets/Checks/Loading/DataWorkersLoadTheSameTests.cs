namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataWorkersLoadTheSameTests
{
    private const string Id = CheckIds.DataWorkersLoadTheSame;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, ByWorkers(rows => 0));

    [Fact]
    public void Workers_that_draw_are_told() => DataCheckTest.Fails(
        Id,
        ByWorkers(workers => workers),
        "differs between no worker and 3");

    [Fact]
    public void Workers_that_lose_a_batch_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Sound.WithBatches("train", (rows, epoch, workers) => rows.Epoch(epoch).Take(workers == 0 ? 2 : 1)),
        "an epoch of split train has 2 batches with no worker, and 1 with 3");

    [Fact]
    public void Workers_may_be_ignored() =>
        DataCheckTest.Passes(Id, ByWorkers(_ => 0));

    [Fact]
    public void No_loader_takes_workers() =>
        DataCheckTest.Skips(Id, Rows.Loaded());

    [Fact]
    public void One_of_two_loaders_may_take_workers() =>
        DataCheckTest.Passes(Id, ByWorkers(_ => 0).WithBatches("test", (rows, epoch) => rows.Epoch(Random.Shared.Next())));

    [Fact]
    public void A_field_that_differs_alone_is_named_alone() => DataCheckTest.Fails(
        Id,
        Rows.Sound.WithBatches("train", (rows, epoch, workers) => rows.Epoch(epoch)
            .Select((batch, at) => (batch.X, batch.Label + (at == 1 ? workers : 0)))),
        "Item2 of batch 1 of split train differs between no worker and 3");

    [Fact]
    public void One_batch_has_no_other_to_be_swapped_with() =>
        DataCheckTest.PassesUnproven(Id, Rows.Sound.WithBatches("train", (rows, epoch, _) => rows.Epoch(epoch, Rows.Trained)));

    [Fact]
    public void What_the_data_set_draws_from_begins_anew() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(seed => new Random((int)seed)).WithSplit("train", _ => Rows.Trained, (_, index) => Rows.Right(1, index))
            .WithBatches("train", (random, _, _) => Enumerable.Range(0, 6).Select(_ =>
                Rows.Stack(Enumerable.Range(0, 8).Select(_ => (long)random.Next(Rows.Trained))))));

    private static DatasetSubject<Rows> ByWorkers(Func<int, long> draw) =>
        Rows.Sound.WithBatches("train", (rows, epoch, workers) => rows.Epoch(epoch + draw(workers)));
}
