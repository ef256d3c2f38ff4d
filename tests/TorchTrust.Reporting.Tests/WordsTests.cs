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
    public void The_answer_has_three_values_and_says_which_question_is_open()
    {
        TrustRun Of(params CheckResult[] results) => Examples.Run with { Reports = [Examples.Faulty with { Results = results }] };

        Assert.Equal("No", Words.Answer(Of(Examples.Leak, Examples.Unlearned, Examples.Proven)));
        Assert.Equal("Not yet", Words.Answer(Of(Examples.Unlearned, Examples.Proven)));
        Assert.Equal("1 question is open: every-parameter-learns of Net.", Words.AnswerSentence(Of(Examples.Unlearned, Examples.Proven)));
        Assert.Equal("Not yet", Words.Answer(Of(Examples.Unproven)));
        Assert.Equal("Not yet", Words.Answer(new TrustRun([Examples.Unopened])));
        Assert.Equal("No fault found", Words.Answer(Of(Examples.Proven, Examples.Answered)));
    }

    [Fact]
    public void A_run_with_known_failures_only_says_that_they_are_let_pass()
    {
        TrustRun run = Examples.Run with { Reports = [Examples.Faulty with { Results = [Examples.Known, Examples.Proven] }] };

        Assert.Equal("No fault found", Words.Answer(run));
        Assert.EndsWith("1 failure of the baseline is let pass.", Words.AnswerSentence(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_keeps_both_ends() => Assert.Equal("abc…xyz", Printable.Short("abcdefghijklmnopqrstuvwxyz", 7));
}
