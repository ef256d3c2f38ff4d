using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsArePreparedAlikeTests
{
    private const string Id = CheckIds.DataSplitsArePreparedAlike;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void Pixels_that_were_not_divided_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => MathF.Floor(value * 128))], 0)),
        "X has whole numbers only in split test, and others in split train");

    [Fact]
    public void Another_unit_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0)),
        "the middle half of X spans", Severity.Question);

    [Fact]
    public void A_split_may_be_shifted_on_purpose() =>
        DataCheckTest.Skips(Id,
            Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0))
            .ShiftsOnPurpose("test", "a test"));

    [Fact]
    public void A_small_shift_is_no_fault() =>
        DataCheckTest.Passes(Id,
            Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value + 0.5f)], 0)));

    [Fact]
    public void Another_unit_is_seen_behind_a_background() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Sparse(1, index), 0), index => new Row([.. Sparse(2, index).Select(value => value * 1000)], 0)),
        "the middle half of X spans", Severity.Question);

    [Fact]
    public void A_background_of_three_quarters_is_no_unit() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row(Sparse(1, index), 0), index => new Row(Sparse(2, index), 0)));

    [Fact]
    public void A_mean_that_was_not_taken_off_is_asked_about() => DataCheckTest.Fails(
        Id, Pictures((_, value) => value + 0.5f), "item is ", Severity.Question);

    [Fact]
    public void Pictures_that_are_alike_pass_with_their_power_shown() => DataCheckTest.Passes(Id, Pictures((_, value) => value));

    [Fact]
    public void Pictures_of_few_patients_are_as_bright_as_these() => DataCheckTest.Passes(
        Id, Pictures((_, value) => value + 0.5f).IsGroupedBy("train", (_, index) => index % 3));

    [Fact]
    public void One_split_is_alike_to_itself() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));

    /// <summary>Numbers of which three quarters, more or less, are zero.</summary>
    private static float[] Sparse(long seed, long index) =>
        [.. Rows.Values(seed, index, 24).Select((value, at) => (at + index) % 4 == 0 || Math.Abs(value) < 0.01 ? value : 0)];

    private static DatasetSubject<string> Pictures(Func<long, float, float> test) => DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 90, (_, index) => tensor(Rows.Values(1, index, 64)).view(1, 8, 8))
        .WithSplit("test", _ => 80, (_, index) => tensor([.. Rows.Values(2, index, 64).Select(value => test(index, value))]).view(1, 8, 8));
}
