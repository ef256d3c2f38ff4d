namespace TorchTrust.Reporting.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0.0000005, "below 1 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(125, "2 min 5 s")]
    public void Durations_have_as_many_digits_as_somebody_reads(double seconds, string expected) =>
        Assert.Equal(expected, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.31191, "0.312")]
    [InlineData(123456, "123456")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−infinite")]
    public void Numbers_have_three_digits_and_counts_all(double value, string expected) => Assert.Equal(expected, Words.Number(value));

    [Fact]
    public void A_run_with_known_failures_only_has_reservations()
    {
        TrustRun run = Examples.Run with { Reports = [Examples.Faulty with { Results = [Examples.Known, Examples.Proven] }] };

        Assert.Equal("No fault found, with reservations", Words.Answer(run));
    }

    [Fact]
    public void Passes_that_could_not_have_failed_show_nothing() =>
        Assert.Equal("Not shown", Words.Answer(new TrustRun([Examples.Right with { Results = [Examples.Unproven] }])));

    [Fact]
    public void A_long_name_keeps_both_ends() => Assert.Equal("abc…xyz", Printable.Short("abcdefghijklmnopqrstuvwxyz", 7));
}
