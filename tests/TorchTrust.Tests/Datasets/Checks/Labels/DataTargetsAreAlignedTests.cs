namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsAreAlignedTests
{
    private const string Id = CheckIds.DataTargetsAreAligned;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Sequences(1));

    [Fact]
    public void A_target_that_is_its_input_is_told() => DataCheckTest.Fails(
        Id,
        Sequences(0),
        "it lies at +0 instead of +1");

    [Fact]
    public void A_target_two_steps_ahead_is_told() => DataCheckTest.Fails(
        Id,
        Sequences(2),
        "it lies at +2 instead of +1");

    [Fact]
    public void The_last_position_lies_beyond_the_input() =>
        DataCheckTest.Accepts(Id, Sequences(1));

    [Fact]
    public void Without_a_declaration_nothing_is_predicted() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    private static DatasetSubject Sequences(int offset) => DatasetSubject.For(() => "text")
        .WithSplit("train", _ => 30, (_, index) => new Dictionary<string, long[]>
        {
            ["tokens"] = Tokens(index, 0),
            ["next"] = Tokens(index, offset),
        })
        .HasTarget("next").PredictsNext("tokens", "next");

    private static long[] Tokens(long start, int offset) =>
        [.. Enumerable.Range((int)(start * 12) + offset, 12).Select(at => (long)new Random(at).Next(50))];
}
