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

    private static DatasetSubject Edited() =>
        DatasetSubject.For(() => new List<torch.Tensor>(Enumerable.Range(0, 30).Select(index => torch.tensor(Rows.Values(1, index)))))
        .WithSplit("train", images => images.Count, (images, index) => images[(int)index].div_(2));
}
