using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Reproducibility;

public sealed class DataLeavesTheSeedAloneTests
{
    private const string Id = CheckIds.DataLeavesTheSeedAlone;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_seed_in_the_read_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => { torch.manual_seed(index); return Rows.Right(1, index); }),
        "reading an item of split train sets torch's generator to a fixed state");

    [Fact]
    public void A_draw_is_no_seed() =>
        DataCheckTest.Passes(Id,
            Rows.Of(index => { using torch.Tensor drawn = torch.rand(1); return new Row([drawn.item<float>(), 1], 0); }));

    [Fact]
    public void Nothing_is_there() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 0, held: 0));

    [Fact]
    public void An_empty_split_stands_beside_one_with_items() => DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), held: 0));

    [Fact]
    public void A_stream_and_a_loader_may_draw() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "stream").WithSplit("train", _ => Enumerable.Range(0, 40).Select(_ => torch.rand(1)))
            .WithBatches("train", (_, _) => Enumerable.Range(0, 9).Select(_ => torch.rand(4, 1))));

    [Fact]
    public void A_stream_that_sets_the_seed_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "stream").WithSplit("train", _ => Enumerable.Range(0, 40)
            .Select(_ => torch.manual_seed(1) is null ? 0 : 1)),
        "reading an item of split train sets torch's generator to a fixed state");

    [Fact]
    public void A_loader_that_sets_the_seed_in_a_later_batch_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch).Select((batch, at) =>
        {
            if (at == 2)
            {
                torch.manual_seed(5);
            }

            return batch;
        })),
        "loading a batch of split train sets torch's generator to a fixed state");

    [Fact]
    public void A_seed_in_the_read_is_told_once_though_a_loader_reads() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "numbers").WithSplit("train", _ => 40, (_, index) => Seeded(index))
            .WithBatches("train", (_, _) => Enumerable.Range(0, 9).Select(index => torch.full(4, Seeded(index)))),
        "reading an item of split train");

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    public void Two_states_of_three_may_be_alike(int first, int second, int third)
    {
        int[] seeds = [first, second, third];
        DataCheckTest.Passes(
            Id,
            DatasetSubject.For(() => new int[1]).WithSplit("train", _ => 40, (reads, index) =>
            {
                torch.manual_seed(seeds[reads[0]++ % 3]);
                return index;
            }),
            string.Join(' ', seeds));
    }

    private static float Seeded(long index)
    {
        torch.manual_seed(3);
        return index;
    }
}
