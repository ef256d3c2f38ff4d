using System.Xml.Linq;

namespace TorchTrust.Reporting.Tests;

/// <summary>A failure of a part is told under its owner, and by both their names where it may stand alone.</summary>
public sealed class PartsTests
{
    private static readonly TrustRun _run = new(
    [
        new TrustReport("Net", "model", 42,
        [
            Examples.Proven,
            new CheckResult("loss-takes-one-sample", "a batch of one sample has a finite loss", Verdict.Failed)
            {
                Subject = "Net",
                Part = "loss",
                Findings = [new("the gradient of output is NaN") { Parameter = "output" }],
                Why = "One NaN ruins all weights.",
                Remedy = "Take an epsilon.",
            },
        ]),
    ]);

    [Fact]
    public void JUnit_has_it_in_the_suite_of_the_owner_with_a_class_name_of_its_own()
    {
        XElement suite = XDocument.Parse(Written(JUnitReport.Write)).Descendants("testsuite").Single();

        Assert.Equal("Net", (string?)suite.Attribute("name"));
        Assert.Equal(
            ["TorchTrust.Net", "TorchTrust.Net.loss"], suite.Elements("testcase").Select(test => (string?)test.Attribute("classname")));
    }

    [Fact]
    public void Sarif_names_the_part_in_the_message_and_the_place()
    {
        string text = Written((run, writer) => SarifReport.Write(run, writer));

        Assert.Contains("\"text\": \"Net.loss: the gradient of output is NaN.", text, StringComparison.Ordinal);
        Assert.Contains("\"fullyQualifiedName\": \"Net.loss.output\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_and_annotations_name_it()
    {
        Assert.Contains(
            "error loss-takes-one-sample: Net.loss: the gradient",
            Written((run, writer) => MsBuildMessages.Write(run, writer)),
            StringComparison.Ordinal);
        Assert.Contains(
            "title=Net.loss%3A loss-takes-one-sample",
            Written((run, writer) => GitHubAnnotations.Write(run, writer)),
            StringComparison.Ordinal);
        Assert.Contains("**Net.loss**", Written((run, writer) => MarkdownReport.Write(run, writer)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_it_in_the_section_of_its_owner()
    {
        string page = Written(HtmlReport.Write);

        Assert.Contains("of the part loss", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<section class=\"subject\"").Length);
    }

    [Fact]
    public void A_part_survives_the_file_of_a_run() => Assert.Equal("loss", TrustRun.FromJson(_run.ToJson()).Reports[0].Results[1].Part);

    private static string Written(Action<TrustRun, TextWriter> write)
    {
        using var writer = new StringWriter();
        write(_run, writer);
        return writer.ToString();
    }
}
