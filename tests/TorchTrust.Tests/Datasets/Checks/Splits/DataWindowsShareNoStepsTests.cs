namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataWindowsShareNoStepsTests
{
    private const string Id = CheckIds.DataWindowsShareNoSteps;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Windows(0, 400));

    [Fact]
    public void A_cut_without_a_gap_is_told() => DataCheckTest.Fails(
        Id,
        Windows(0, 60),
        "different steps in a row of Past that are trained on, such as item");

    [Fact]
    public void A_series_may_stand_still() =>
        DataCheckTest.LeavesOpen(Id, Still());

    [Fact]
    public void A_series_repeats_on_purpose() =>
        DataCheckTest.Skips(Id, Windows(0, 0).SharesItemsOnPurpose("train", "test", "a test"));

    [Fact]
    public void Without_a_time_there_are_no_steps() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void One_split_has_no_other() => DataCheckTest.Skips(
        Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)).HasTime("X"));

    [Theory]
    [InlineData("train")]
    [InlineData("test")]
    public void What_cannot_be_read_is_told_by_another_check(string split)
    {
        float[] Window(string name, long index) => name == split && index == 7 ? throw new InvalidDataException("torn")
            : Rows.Values(name == "test" ? 2 : 1, index, 24);
        DataCheckTest.LeavesOpen(
            Id,
            DatasetSubject.For(() => "series").WithSplit("train", _ => 80, (_, index) => new Window(Window("train", index)))
                .WithSplit("test", _ => 40, (_, index) => new Window(Window("test", index))).HasTime("Past"),
            split);
    }

    [Fact]
    public void Inputs_without_a_time_are_left_out() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "series").WithSplit("train", _ => 80, (_, index) => (Rows.Values(1, index, 24), 5f))
            .WithSplit("test", _ => 40, (_, index) => (Rows.Values(2, index, 24), 5f)).HasTime("Item1"));

    [Fact]
    public void A_time_that_only_a_target_has_is_no_input_s() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "series").WithSplit("train", _ => 80, (_, index) => (1f, Rows.Values(1, index, 24)))
            .WithSplit("test", _ => 40, (_, index) => (1f, Rows.Values(2, index, 24))).HasTime("Item2").HasTarget("Item2"));

    private static DatasetSubject<string> Windows(int trained, int held) => Of(at => (float)new Random(at).NextDouble(), trained, held);

    private static DatasetSubject<string> Still() => Of(at => at % 100 < 80 ? 0 : (float)new Random(at).NextDouble(), 0, 400);

    private static DatasetSubject<string> Of(Func<int, float> step, int trained, int held) => DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 80L, (_, index) => new Window([.. Enumerable.Range(trained + (int)index, 24).Select(step)]))
        .WithSplit("test", _ => 40L, (_, index) => new Window([.. Enumerable.Range(held + (int)index, 24).Select(step)]))
        .HasTime("Past");

    private sealed record Window(float[] Past);
}
