using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataReadingChangesNothingTests
{
    private const string Id = CheckIds.DataReadingChangesNothing;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_normalization_in_place_is_told() => DataCheckTest.Fails(
        Id,
        Edited(),
        "the read changes what is stored");

    [Fact]
    public void Draws_explain_a_difference() =>
        DataCheckTest.LeavesOpen(Id, DatasetSubject.For(seed => new Random((int)seed))
            .WithSplit("train", _ => 40, (random, index) => new Row([index, random.NextSingle()], 0)));

    [Fact]
    public void A_stream_is_read_once() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => new List<float> { 1, 2, 3 })
            .WithSplit("train", values => values.Where(_ => true)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_draw_in_one_of_two_reads_explains_a_difference(bool first) => DataCheckTest.LeavesOpen(
        Id,
        DatasetSubject.For(seed => Tuple.Create(new Random((int)seed), new HashSet<long>())).WithSplit("train", _ => 40, (data, index) =>
            new Row([index, data.Item2.Add(index) == first ? data.Item1.NextSingle() : 0.5f], 0)),
        first ? "first" : "second");

    [Fact]
    public void Splits_are_looked_at_that_are_neither_random_nor_streams_nor_texts() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 40, (_, index) => ($"{index}", index))
            .WithSplit("random", _ => 40, (_, _) => Random.Shared.NextSingle()).IsRandomOnPurpose("random", "a test")
            .WithSplit("stream", _ => Enumerable.Range(0, 40).Where(_ => true)).WithSplit("texts", _ => 40, (_, index) => $"{index}"));

    private static DatasetSubject Edited() =>
        DatasetSubject.For(() => new List<torch.Tensor>(Enumerable.Range(0, 30).Select(index => torch.tensor(Rows.Values(1, index)))))
        .WithSplit("train", images => images.Count, (images, index) => images[(int)index].div_(2));
}
