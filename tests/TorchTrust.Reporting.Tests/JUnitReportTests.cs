using System.Xml.Linq;
using System.Xml.Schema;

namespace TorchTrust.Reporting.Tests;

public sealed class JUnitReportTests
{
    [Fact]
    public void The_document_satisfies_the_schema_of_jenkins() => Assert.Empty(Complaints(Write(Examples.Run)));

    [Fact]
    public void The_document_satisfies_it_whatever_user_code_is_called()
    {
        Assert.Empty(Complaints(Write(Examples.Evil)));
        Assert.Empty(Complaints(Write(Examples.Spoil(Examples.Run, "\0\u0001\uD800\u001B[31mred\r\n"))));
    }

    [Fact]
    public void The_schema_is_one_that_can_complain() => Assert.NotEmpty(Complaints("<testsuites><testsuite/></testsuites>"));

    [Fact]
    public void Each_check_is_a_test_and_new_errors_and_open_questions_fail()
    {
        XElement suite = Suite(Examples.Run);

        Assert.Equal(
            ("9", "2", "5"),
            ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures"), (string?)suite.Attribute("skipped")));
        Assert.Equal(
            [(Examples.Unlearned.CheckId, "question"), (Examples.Leak.CheckId, Examples.Leak.CheckId)],
            suite.Elements("testcase").Where(test => test.Element("failure") is not null)
                .Select(test => ((string?)test.Attribute("name"), (string?)test.Element("failure")!.Attribute("type"))));
        Assert.Equal(
            [
                ("future-does-not-leak", "Nothing is declared to be causal."),
                ("eval-is-deterministic", "inconclusive: Two runs with the same seed gave other bits."),
                ("frozen-stays-frozen", "known: waits for issue 12"),
                ("everything-is-registered", "answered: The teacher is not trained."),
                ("sample-order-does-not-matter", "follows from samples-independent-in-eval, and goes when that is mended"),
            ],
            suite.Elements("testcase").Where(test => test.Element("skipped") is not null)
                .Select(test => ((string?)test.Attribute("name"), (string?)test.Element("skipped")!.Attribute("message"))));
    }

    [Fact]
    public void Questions_that_the_run_lets_pass_are_told_and_fail_nothing()
    {
        XElement suite = Suite(Examples.Run with { AllowsQuestions = true });

        Assert.Equal("1", (string?)suite.Attribute("failures"));
        XElement test = suite.Elements("testcase").Single(test => (string?)test.Attribute("name") == Examples.Unlearned.CheckId);
        Assert.Contains("head.bias gets no gradient", test.Element("system-out")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_tells_what_follows_from_it() => Assert.Contains(
        "1 finding of sample-order-does-not-matter follows",
        Suite(Examples.Run).Descendants("failure").Single(failure => (string?)failure.Attribute("type") == Examples.Leak.CheckId).Value,
        StringComparison.Ordinal);

    [Fact]
    public void A_subject_that_could_not_be_opened_is_an_error()
    {
        XElement root = XDocument.Parse(Write(Examples.Run)).Root!;

        Assert.Equal("1", (string?)root.Attribute("errors"));
        Assert.Contains("weights.dat", Assert.Single(root.Descendants("error")).Value, StringComparison.Ordinal);
    }

    private static XElement Suite(TrustRun run) =>
        XDocument.Parse(Write(run)).Root!.Elements("testsuite").Single(suite => (string?)suite.Attribute("name") == "Net");

    private static List<string> Complaints(string xml)
    {
        var complaints = new List<string>();
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(AppContext.BaseDirectory, "Schemas", "junit-10.xsd"));
        XDocument.Parse(xml).Validate(schemas, (_, complaint) => complaints.Add(complaint.Message));
        return complaints;
    }

    private static string Write(TrustRun run)
    {
        var writer = new StringWriter();
        JUnitReport.Write(run, writer);
        return writer.ToString().Replace("utf-16", "utf-8", StringComparison.Ordinal);
    }
}
