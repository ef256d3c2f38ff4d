namespace TorchTrust.Tests.Results;

public sealed class ResultTextTests
{
    [Theory]
    [InlineData(nameof(Examples.Error))]
    [InlineData(nameof(Examples.Question))]
    [InlineData(nameof(Examples.Undecided))]
    [InlineData(nameof(Examples.Skipped))]
    [InlineData(nameof(Examples.Proven))]
    [InlineData(nameof(Examples.Unproven))]
    public void A_result_alone_reads_as_it_was_approved(string name)
    {
        var result = (CheckResult)typeof(Examples).GetProperty(name)!.GetValue(null)!;

        Approved.Text(result.ToString(), $"result.{name}.approved.txt");
        Assert.All(
            result.ToString().Split('\n'),
            line => Assert.True(line.Length <= 80 || line.Contains("https://", StringComparison.Ordinal), line));
    }

    [Fact]
    public void A_screenful_of_findings_is_printed_whole()
    {
        string text = WithFindings(20).ToString();

        Assert.Contains("p19 is wrong", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more of", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_more_than_a_screenful_the_text_says_how_many_there_are_and_where_and_the_json_has_them_all()
    {
        CheckResult result = WithFindings(57);
        string text = result.ToString();

        Assert.Contains("and 37 more of 57: TrustReport.ToJson() has all of them", text, StringComparison.Ordinal);
        Assert.DoesNotContain("p20 is wrong", text, StringComparison.Ordinal);
        Assert.Equal(57, TrustReport.FromJson(new TrustReport("Net", "model", 1, [result]).ToJson()).Results[0].Findings.Count);
    }

    private static CheckResult WithFindings(int count) => Examples.Error with
    {
        Findings = [.. Enumerable.Range(0, count).Select(i => new Finding($"p{i} is wrong"))],
    };
}
