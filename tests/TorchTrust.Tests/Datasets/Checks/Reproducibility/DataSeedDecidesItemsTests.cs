using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Reproducibility;

public sealed class DataSeedDecidesItemsTests
{
    private const string Id = CheckIds.DataSeedDecidesItems;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Loaded());

    [Fact]
    public void A_generator_of_the_process_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([Random.Shared.NextSingle(), 1], 0)),
        "differs between two openings with the same seed");

    [Fact]
    public void A_loader_that_draws_beside_the_seed_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(Random.Shared.Next())),
        "what loads them draws beside the seed");

    [Fact]
    public void Torchs_generator_is_governed_by_its_seed() =>
        DataCheckTest.Passes(Id,
            Rows.Of(index => { using torch.Tensor drawn = torch.rand(1); return new Row([drawn.item<float>(), 1], 0); }, augmented: true));
}
