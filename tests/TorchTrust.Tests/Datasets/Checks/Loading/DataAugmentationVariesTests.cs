namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataAugmentationVariesTests
{
    private const string Id = CheckIds.DataAugmentationVaries;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Noisy(index => Random.Shared.NextSingle()));

    [Fact]
    public void A_seed_in_the_read_is_told() => DataCheckTest.Fails(
        Id,
        Noisy(index => new Random((int)index).NextSingle()),
        "24 items that were read twice are the same bit for bit");

    [Fact]
    public void The_loader_may_be_what_augments() =>
        DataCheckTest.Passes(Id,
            Rows.Sound.WithBatches("train", (rows, epoch) =>
            rows.Epoch(epoch).Select(batch => (batch.X + epoch, batch.Label)), augmented: true));

    [Fact]
    public void Nothing_is_augmented() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void A_loader_that_is_not_augmented_is_not_said_to_be() => DataCheckTest.Skips(Id, Rows.Loaded());

    [Fact]
    public void One_of_two_loaders_may_augment() => DataCheckTest.Passes(
        Id,
        Rows.Sound.WithBatches("test", (rows, epoch) => rows.Epoch(epoch))
            .WithBatches("train", (rows, epoch) => rows.Epoch(epoch).Select(batch => (batch.X + epoch, batch.Label)), augmented: true));

    [Fact]
    public void What_is_random_on_purpose_is_not_declared_as_augmented() => DataCheckTest.Passes(
        Id, Noisy(_ => Random.Shared.NextSingle()).IsRandomOnPurpose("test", "a test"));

    [Fact]
    public void A_coin_may_leave_items_as_they_are() => DataCheckTest.Passes(
        Id, Noisy(index => index % 2 == 0 ? Random.Shared.NextSingle() : 0));

    [Fact]
    public void Neither_items_nor_epochs_that_vary_are_told() => DataCheckTest.Fails(
        Id,
        Noisy(_ => 0).WithBatches("train", (rows, epoch) => rows.Order(epoch).Chunk(8).Select(Rows.Stack)),
        "and so are the rows of two epochs");

    [Fact]
    public void Batches_whose_rows_cannot_be_told_apart_vary_as_a_whole()
    {
        DatasetSubject Of(Func<long, float> noise) => Rows.Sound.WithBatches(
            "train", (rows, epoch) => rows.Epoch(0).Select(batch => batch.X + noise(epoch)), augmented: true);
        DataCheckTest.Passes(Id, Of(epoch => epoch), "noise");
        DataCheckTest.Fails(Id, Of(_ => 0), "and so are the rows of two epochs", row: "none");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Two_items_are_enough(int items)
    {
        DatasetSubject subject = Rows.Of(index => Rows.Right(1, index), augmented: true, trained: items);
        if (items < 2)
        {
            DataCheckTest.LeavesOpen(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Fails(Id, subject, "2 items that were read twice are the same", row: $"{items}");
        }
    }

    [Fact]
    public void One_split_that_is_open_leaves_the_whole_open() => DataCheckTest.LeavesOpen(
        Id, Rows.Of(index => Rows.Right(1, index), augmented: true, trained: 1)
            .WithSplit("more", _ => 40, (_, _) => Random.Shared.NextSingle(), augmented: true));

    private static DatasetSubject<Rows> Noisy(Func<long, float> noise) =>
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + noise(index))], 0), augmented: true);
}
