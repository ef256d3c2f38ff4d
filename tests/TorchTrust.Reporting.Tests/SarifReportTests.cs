using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace TorchTrust.Reporting.Tests;

public sealed class SarifReportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_document_satisfies_the_schema_of_the_standard(bool isEvil)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "Schemas", "sarif-schema-2.1.0.json"), TestContext.Current.CancellationToken);

        ICollection<ValidationError> errors = schema.Validate(Write(isEvil ? Examples.Evil : Examples.Run));

        Assert.Empty(errors.Select(error => error.ToString()));
        Assert.NotEmpty(schema.Validate("{ \"version\": \"2.1.0\", \"runs\": [{}] }"));
    }

    [Fact]
    public void A_finding_names_rule_place_and_line()
    {
        JsonNode result = Results(Examples.Run, "/home/ada/net")
            .Single(result => (string)result["ruleId"]! == Examples.Leak.CheckId);

        Assert.Equal("error", (string)result["level"]!);
        JsonNode location = result["locations"]![0]!;
        Assert.Equal("Models/Mix.cs", (string)location["physicalLocation"]!["artifactLocation"]!["uri"]!);
        Assert.Equal(17, (int)location["physicalLocation"]!["region"]!["startLine"]!);
        Assert.Equal("Net.encoder.mix", (string)location["logicalLocations"]![0]!["fullyQualifiedName"]!);
        Assert.Equal("Net/samples-independent-in-eval: encoder.mix", (string)result["partialFingerprints"]!["torchTrust/v1"]!);
    }

    [Fact]
    public void A_path_that_is_not_below_the_root_is_a_uri_of_its_own()
    {
        IEnumerable<string> uris = Results(Examples.Run, null)
            .Select(result => (string?)result["locations"]![0]!["physicalLocation"]?["artifactLocation"]!["uri"]).OfType<string>();

        Assert.Equal(["file:///home/ada/net/Models/Mix.cs", "file:///C:/src/net/Net.cs"], uris.OrderDescending());
    }

    [Fact]
    public void A_known_failure_is_suppressed_with_its_reason()
    {
        JsonNode known = Results(Examples.Run, null).Single(result => (string)result["ruleId"]! == Examples.Known.CheckId);

        Assert.Equal("waits for issue 12", (string)known["suppressions"]![0]!["justification"]!);
    }

    [Fact]
    public void An_answer_is_a_suppression_in_the_source_and_what_follows_is_no_result_of_its_own()
    {
        JsonNode[] results = Results(Examples.Run, null);

        JsonNode answered = results.Single(result => (string)result["ruleId"]! == Examples.Answered.CheckId);
        Assert.Equal(
            ("inSource", "The teacher is not trained."),
            ((string)answered["suppressions"]![0]!["kind"]!, (string)answered["suppressions"]![0]!["justification"]!));
        Assert.DoesNotContain(results, result => (string)result["ruleId"]! == Examples.Following.CheckId);
        Assert.Contains(
            "1 finding of sample-order-does-not-matter follows",
            (string)results.Single(result => (string)result["ruleId"]! == Examples.Leak.CheckId)["message"]!["text"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_of_many_places_is_one_result_with_their_number()
    {
        CheckResult many = Examples.Known with
        {
            Findings = [.. Enumerable.Range(0, 88).Select(i => new Finding($"layers[{i}] moves") { Module = $"layers[{i}]" })],
        };

        JsonNode result = Assert.Single(Results(new TrustRun([Examples.Faulty with { Results = [many] }]), null));

        Assert.Equal((88, 50), ((int)result["occurrenceCount"]!, result["relatedLocations"]!.AsArray().Count));
    }

    [Fact]
    public void A_subject_that_could_not_be_opened_is_told()
    {
        JsonNode invocation = JsonNode.Parse(Write(Examples.Run))!["runs"]![0]!["invocations"]![0]!;

        Assert.False((bool)invocation["executionSuccessful"]!);
        Assert.Contains(
            "weights.dat", (string)invocation["toolExecutionNotifications"]![0]!["message"]!["text"]!, StringComparison.Ordinal);
    }

    private static JsonNode[] Results(TrustRun run, string? root) =>
        [.. JsonNode.Parse(Write(run, root))!["runs"]![0]!["results"]!.AsArray().Select(node => node!)];

    private static string Write(TrustRun run, string? root = null)
    {
        var writer = new StringWriter();
        SarifReport.Write(run, writer, root);
        return writer.ToString();
    }
}
