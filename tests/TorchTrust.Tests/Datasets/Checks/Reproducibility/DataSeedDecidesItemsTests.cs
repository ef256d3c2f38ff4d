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

    [Fact]
    public void Nothing_is_there() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 0, held: 0));

    [Fact]
    public void Texts_stand_beside_numbers() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "notes").WithSplit("train", _ => 9, (_, index) => ($"{index}", index))
            .WithSplit("test", _ => 9, (_, index) => $"{index}"));

    [Fact]
    public void A_later_batch_that_differs_is_named() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select((batch, at) => at == 2 ? (batch.X, batch.Label + Random.Shared.Next())
            : batch)),
        "batch 2 of split train differs between two openings with the same seed");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_number_of_batches_is_told(bool grows)
    {
        int openings = 0;
        DataCheckTest.Fails(
            Id,
            DatasetSubject.For(seed => Tuple.Create(new Rows(seed), openings++))
                .WithSplit("train", _ => Rows.Trained, (_, index) => Rows.Right(1, index))
                .WithBatches("train", (data, epoch) => data.Item1.Epoch(epoch).Take(grows ? 2 + data.Item2 : Math.Max(1, 4 - data.Item2))),
            "of split train differs between two openings",
            row: grows ? "more" : "fewer");
    }

    [Fact]
    public void A_batch_may_hold_other_fields_in_another_opening()
    {
        int openings = 0;
        DataCheckTest.Fails(
            Id,
            DatasetSubject.For(() => $"{openings++}").WithSplit("train", _ => 9, (_, index) => index)
                .WithBatches("train", (opening, _) => new[]
            {
                opening == "0" ? new Dictionary<string, long> { ["x"] = 1 } : new Dictionary<string, long> { ["x"] = 1, ["y"] = 2 },
            }),
            "batch 0 of split train differs");
    }

    [Fact]
    public void Two_splits_may_draw_from_one_generator() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(seed => new Random((int)seed)).WithSplit("train", _ => 9, (random, _) => random.NextSingle())
            .WithSplit("test", _ => 9, (random, _) => random.NextSingle()));
}
