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
    public void Each_check_is_a_test_and_only_new_errors_fail()
    {
        XElement suite = XDocument.Parse(Write(Examples.Run)).Root!.Elements("testsuite").Single(suite => (string?)suite.Attribute("name") == "Net");

        Assert.Equal("7", (string?)suite.Attribute("tests"));
        Assert.Equal("1", (string?)suite.Attribute("failures"));
        Assert.Equal("3", (string?)suite.Attribute("skipped"));
        Assert.Equal(Examples.Leak.CheckId, (string?)suite.Elements("testcase").Single(test => test.Element("failure") is not null).Attribute("name"));
        Assert.Equal(
            ["future-does-not-leak", "eval-is-deterministic", "frozen-stays-frozen"],
            suite.Elements("testcase").Where(test => test.Element("skipped") is not null).Select(test => (string?)test.Attribute("name")));
    }

    [Fact]
    public void A_subject_that_could_not_be_opened_is_an_error()
    {
        XElement root = XDocument.Parse(Write(Examples.Run)).Root!;

        Assert.Equal("1", (string?)root.Attribute("errors"));
        Assert.Contains("weights.dat", Assert.Single(root.Descendants("error")).Value, StringComparison.Ordinal);
    }

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
