using System.Text.RegularExpressions;

namespace TorchTrust.Reporting.Tests;

public sealed class MarkdownReportTests
{
    [Fact]
    public void The_answer_comes_first_then_the_subjects_then_what_is_new_and_what_is_mended()
    {
        string text = Write(Examples.Run);

        string[] expected =
        [
            "## TorchTrust: No\n",
            "1 of 3 subjects has a fault, 1 of 3 subjects could not be opened, 1 question is open: every-parameter-learns of Net.",
            "| Net | cannot be trusted | 1 | 1 | 1 | 1 | 1 | 1 | 2 | 1 |\n",
            "### New since the baseline\n",
            "- ✗ **Net**: [samples of a batch do not influence each other in eval mode](https://",
            "sample 1 changes when sample 0 does; it arises in encoder.mix — `/home/ada/net/Models/Mix.cs:17`\n",
            "1 finding of sample-order-does-not-matter follows from it and goes when it is mended",
            "- ! **Net**: ",
            "If it is meant, add to the subject: `.StopsGradientsOnPurpose(\"head.bias\", \"why it is right\")`\n",
            "### Mended since the baseline\n",
            "Again: `torchtrust check Net.csproj --seed 42`\n",
        ];
        int place = 0;
        Assert.All(expected, part =>
        {
            int next = text.IndexOf(part, place, StringComparison.Ordinal);
            Assert.True(next >= 0, $"{part} is not in its place:\n{text}");
            place = next;
        });
        Assert.DoesNotContain("backbone.weight moves", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_becomes_markup()
    {
        // What stands in code is shown as it is.
        string text = Regex.Replace(Write(Examples.Evil), "`[^`]*`", "");

        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
    }

    private static string Write(TrustRun run)
    {
        var writer = new StringWriter();
        MarkdownReport.Write(run, writer);
        return writer.ToString();
    }
}
