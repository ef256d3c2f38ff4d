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

    private static DatasetSubject Noisy(Func<long, float> noise) =>
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + noise(index))], 0), augmented: true);
}
