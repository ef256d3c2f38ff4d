using System.Text.Json;
using TorchTrust.Cli.Discovery;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Tests.Configuration;

public sealed class SettingsFileTests
{
    [Fact]
    public void All_settings_are_read()
    {
        using var place = new Workplace();
        Settings settings = SettingsFile.Read(place.Write("torchtrust.json", """
            {
              // Comments are let be.
              "$schema": "https://example.org/schema.json",
              "seed": 7, "level": 2, "allowQuestions": true, "failOn": "question", "allowUnproven": true, "timeLimit": "30s", "timeout": "1h", "memoryLimit": "1.5GB",
              "jobs": 3, "baseline": "known.json",
              "skip": [{ "check": "tensors-follow-*", "subject": "Cnn*", "reason": "No GPU." }],
            }
            """));

        Assert.Equal((7L, 2, Severity.Question), (settings.Seed, settings.Level, settings.FailOn));
        Assert.Equal((true, true), (settings.AllowUnproven, settings.AllowQuestions));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)), (settings.TimeLimit, settings.Timeout));
        Assert.Equal((3L << 29, 3, place["known.json"]), (settings.MemoryLimit, settings.Jobs, settings.Baseline));
        Assert.Equal([new Skip("tensors-follow-*", "Cnn*", "No GPU.")], settings.Skips);
    }

    [Theory]
    [InlineData("{ \"sede\": 1 }", "the document has the unknown key 'sede'. Did you mean seed?")]
    [InlineData(
        "{ \"skip\": [{ \"check\": \"values-are-finite\", \"raeson\": \"x\" }] }",
        "skip[0] has the unknown key 'raeson'. Did you mean reason?")]
    [InlineData("{ \"skip\": [{ \"check\": \"values-are-finite\" }] }", "skip[0] skips values-are-finite without a reason")]
    [InlineData(
        "{ \"skip\": [{ \"check\": \"valuesAreFinite\", \"reason\": \"x\" }] }",
        "skip[0].check is 'valuesAreFinite', which is no check. Did you mean values-are-finite?")]
    [InlineData("{ \"timeLimit\": 5 }", "timeLimit is 5, and must be a duration such as 90s")]
    [InlineData("{ \"failOn\": \"never\" }", "failOn is \"never\", and must be error or question")]
    [InlineData("{ \"level\": 0 }", "level must be a whole number from 1")]
    [InlineData("[]", "the document is [], and must be an object")]
    [InlineData("{ \"seed\": 1,\n  seed }", "torchtrust.json(2,3): this is no JSON")]
    public void What_is_not_known_is_an_error_with_its_place(string text, string expected)
    {
        using var place = new Workplace();
        string path = place.Write("torchtrust.json", text);

        SettingsException problem = Assert.Throws<SettingsException>(() => SettingsFile.Read(path));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_file_above_the_project_holds()
    {
        using var place = new Workplace();
        place.Write("torchtrust.json", "{ \"seed\": 1 }");
        Directory.CreateDirectory(place["src/App"]);

        Assert.Equal(1, SettingsFile.Find(place["src/App"])?.Seed);
        place.Write("src/torchtrust.json", "{ \"seed\": 2 }");
        Assert.Equal(2, SettingsFile.Find(place["src/App"])?.Seed);
    }

    [Fact]
    public void The_published_schema_knows_the_same_keys()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place.Repository, "docs", "torchtrust.schema.json")));
        using var place = new Workplace();
        string known = Assert.Throws<SettingsException>(() =>
            SettingsFile.Read(place.Write("torchtrust.json", "{ \"?\": 1 }"))).Message.Split("Known: ")[1];

        Assert.Equal(
            known.TrimEnd('.').Split(", ").Append("$schema").Order(StringComparer.Ordinal),
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [InlineData("values-are-finite", null, "values-are-finite", true)]
    [InlineData("values-*", "net", "values-are-finite", true)]
    [InlineData("values-*", "Nets.*", "values-are-finite", true)]
    [InlineData("values-*", "Other*", "values-are-finite", false)]
    [InlineData("every-*", null, "values-are-finite", false)]
    public void A_skip_covers_what_its_patterns_match(string check, string? subject, string id, bool expected) => Assert.Equal(
        expected,
        new Skip(check, subject, "r").Covers(id, [.. new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small")).Names, "Net"]));

    [Fact]
    public async Task A_skipped_check_is_told_with_its_reason()
    {
        using var place = new Workplace();
        string settings = place.Write("torchtrust.json", "{ \"skip\": [{ \"check\": \"values-are-finite\", \"reason\": \"We know.\" }] }");
        using ToolRun run = await ToolRun.Of(
            place, "check", Place.Fixture, "-s", "Right", "--check", CheckIds.ValuesAreFinite, "--config", settings, "--json", "r.json");

        CheckResult skipped = Assert.Single(place.Run("r.json").Reports[0].Results);
        Assert.Equal((Verdict.Skipped, "Switched off in torchtrust.json: We know."), (skipped.Verdict, skipped.Reason));
    }
}
