using System.Text.Json;

namespace TorchTrust.Tests.Results;

public sealed class ReportJsonTests
{
    [Fact]
    public void The_json_is_the_approved_one() => Approved.Demand(Examples.Run.ToJson(), "Results", "Report.approved.json");

    [Fact]
    public void What_was_written_is_read_back_whole()
    {
        TrustRun read = TrustRun.FromJson(Examples.Run.ToJson());

        Assert.Equivalent(Examples.Run, read, strict: true);
        Assert.Equal(Examples.Run.ToJson(), read.ToJson());
    }

    [Fact]
    public void A_single_report_is_a_run_of_one_subject()
    {
        string json = Examples.Report.ToJson();

        Assert.Equal(json, TrustReport.FromJson(json).ToJson());
        Assert.Equal("CnnVae", Assert.Single(TrustRun.FromJson(json).Reports).Subject);
        Assert.Throws<JsonException>(() => TrustReport.FromJson(Examples.Run.ToJson()));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_read_back()
    {
        var finding = new Finding("x") { Numbers = new Dictionary<string, double> { ["a"] = double.NaN, ["b"] = double.PositiveInfinity } };
        TrustReport report = Examples.Report with { Results = [Examples.Error with { Findings = [finding] }] };

        IReadOnlyDictionary<string, double> read = TrustReport.FromJson(report.ToJson()).Results[0].Findings[0].Numbers;

        Assert.True(double.IsNaN(read["a"]));
        Assert.Equal(double.PositiveInfinity, read["b"]);
    }

    [Fact]
    public void Another_schema_is_refused_with_both_versions()
    {
        string json = Examples.Report.ToJson().Replace("\"schemaVersion\": 1", "\"schemaVersion\": 7", StringComparison.Ordinal);

        JsonException thrown = Assert.Throws<JsonException>(() => TrustReport.FromJson(json));

        Assert.Contains("schemaVersion 7", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("reads 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_without_a_report_is_refused() =>
        Assert.Throws<JsonException>(() => TrustReport.FromJson("{ \"schemaVersion\": 1 }"));
}
