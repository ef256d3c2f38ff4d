using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesDoNotRepeatTests
{
    private const string Id = CheckIds.DataValuesDoNotRepeat;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_column_that_is_read_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!),
        "X[1] and X[2] are equal in all", Severity.Question);

    [Fact]
    public void A_periodic_series_repeats() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([.. Enumerable.Range(0, 20).Select(step => MathF.Sin((index + step) % 7))], 0)));

    [Fact]
    public void Grey_as_colour_repeats() =>
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([.. x, .. x, .. x], 0) : null!));

    [Fact]
    public void What_is_declared_may_repeat() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!)
            .RepeatsValuesOnPurpose("X", "a test"));

    [Fact]
    public void A_frame_never_varies() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([0, 0, .. Rows.Values(1, index), 0, 0], 0)));

    [Fact]
    public void Pixels_near_the_border_hardly_ever_differ() => DataCheckTest.Skips(
        Id, Pictures(index => (at, _) => at is 0 or 1 && index % 40 == 0 ? 0.5f : at < 8 ? 0 : Rows.Values(1, index, 64)[at]));

    [Fact]
    public void Rare_columns_are_equal_by_chance() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([.. Rows.Values(1, index), index == 5 ? 1 : 0, index == 5 ? 1 : 0, 0.5f + (index % 2)], 0)));

    [Fact]
    public void A_sensor_that_is_wired_twice_is_told() => DataCheckTest.Fails(
        Id, Windows(index => Rows.Values(1, index, 12) is var x ? [x[0], x[1], x[1], x[2], x[3], x[3], x[4], x[5], x[5], x[6], x[7], x[7]] : []),
        "series[1] and series[2] are equal in all", Severity.Question);

    [Fact]
    public void Windows_of_several_sensors_pass_with_their_power_shown() => DataCheckTest.Passes(Id, Windows(index => Rows.Values(1, index, 12)));

    [Fact]
    public void Few_items_show_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 5, held: 5));

    private static DatasetSubject Pictures(Func<long, Func<int, long, float>> pixel) => DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 60, (_, index) => tensor([.. Enumerable.Range(0, 64).Select(at => pixel(index)(at, index))]).view(1, 8, 8));

    /// <summary>Windows of four steps of three sensors.</summary>
    private static DatasetSubject Windows(Func<long, float[]> values) => DatasetSubject.For(() => "windows")
        .WithSplit("train", _ => 60, (_, index) => new Dictionary<string, Tensor> { ["series"] = tensor(values(index)).view(4, 3) })
        .HasTime("series");
}
