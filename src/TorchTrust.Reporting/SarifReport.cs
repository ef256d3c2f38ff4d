using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchTrust.Reporting.Exchange;

namespace TorchTrust.Reporting;

/// <summary>
/// Failures as SARIF 2.1.0, which code scanning and editors read: one rule a check, one result a finding, with the place
/// in the source where debug symbols tell it.
/// </summary>
public static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string SourceRoot = "SRCROOT";
    private const int MostRelated = 50;

    /// <summary>Writes the document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the document.</param>
    /// <param name="sourceRoot">The folder of the repository, to which paths are made relative; null if it is not known.</param>
    public static void Write(TrustRun run, TextWriter writer, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        CheckResult[] rules = [.. run.Reports.SelectMany(report => report.Results).DistinctBy(result => result.CheckId)];
        var document = new JsonObject
        {
            ["$schema"] = Schema,
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = Tool(run, rules),
                ["invocations"] = new JsonArray(Invocation(run)),
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. Results(run, [.. rules.Select(rule => rule.CheckId)], sourceRoot)]),
            }),
        };
        var options = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.Default };
        writer.Write(document.ToJsonString(options).ReplaceLineEndings("\n"));
        writer.Write('\n');
    }

    private static JsonObject Tool(TrustRun run, IReadOnlyList<CheckResult> rules)
    {
        var driver = new JsonObject
        {
            ["name"] = "TorchTrust",
            ["informationUri"] = "https://github.com/torchtrust/torchtrust",
            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
        };
        string? version = run.ToolVersion
            ?? run.Reports.Select(report => report.Environment?.TorchTrust).FirstOrDefault(version => version is not null);
        if (version is not null)
        {
            driver["version"] = version;
        }

        return new JsonObject { ["driver"] = driver };
    }

    private static JsonObject Rule(CheckResult result)
    {
        var rule = new JsonObject
        {
            ["id"] = result.CheckId,
            ["shortDescription"] = Message(Words.Heading(result.Title)),
            ["helpUri"] = Words.Page(result.CheckId),
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(result) },
        };
        if (result.Area.Length > 0)
        {
            rule["properties"] = new JsonObject { ["tags"] = new JsonArray(result.Area) };
        }

        return rule;
    }

    private static JsonObject Invocation(TrustRun run)
    {
        var invocation = new JsonObject
        {
            ["executionSuccessful"] = run.Reports.All(report => report.Failure is null),
            ["toolExecutionNotifications"] = new JsonArray(
            [
                .. run.Reports.Where(report => report.Failure is not null).Select(report => new JsonObject
                {
                    ["level"] = "error",
                    ["message"] = Message($"{report.Subject} could not be opened: {report.Failure}"),
                }),
            ]),
        };
        if (run.Command is not null)
        {
            invocation["commandLine"] = Printable.Text(run.Command);
        }

        if (run.Started is { } started)
        {
            invocation["startTimeUtc"] = Time(started);
            invocation["endTimeUtc"] = Time(started + run.Duration);
        }

        return invocation;
    }

    private static IEnumerable<JsonNode> Results(TrustRun run, string[] rules, string? sourceRoot) =>
        from report in Standings.WorstFirst(run)
        from cause in Standings.Causes(run, report)
        from finding in FindingGroup.Of(cause.Result.Answer is null ? cause.Result.OwnFindings : cause.Result.Findings)
        select Result(run, report, cause, finding, Array.IndexOf(rules, cause.Result.CheckId), sourceRoot);

    private static JsonObject Result(TrustRun run, TrustReport report, Cause cause, FindingGroup group, int rule, string? sourceRoot)
    {
        CheckResult result = cause.Result;
        string subject = result.Looked(report.Subject);
        string[] sentences =
        [
            $"{subject}: {group.First.What}.",
            group.OfOthers() is { } others ? $"{Words.Heading(others)}." : "",
            cause.Following() is { } following ? $"{following}." : "",
            $"{result.Why}",
            $"{result.Remedy}",
            .. Words.Answers(result),
        ];
        var node = new JsonObject
        {
            ["ruleId"] = result.CheckId,
            ["ruleIndex"] = rule,
            ["level"] = Level(result),
            ["message"] = Message(string.Join(' ', sentences.Where(sentence => sentence.Length > 0))),
            ["locations"] = new JsonArray(Location(subject, group.First, sourceRoot)),
            ["occurrenceCount"] = group.Count,
            ["partialFingerprints"] = new JsonObject
            {
                ["torchTrust/v1"] = Printable.Text($"{subject}/{(result with { Findings = [group.First] }).Fingerprint}"),
            },
        };
        if (group.Others.Count > 0)
        {
            node["relatedLocations"] =
                new JsonArray([.. group.Others.Take(MostRelated).Select(finding => Location(subject, finding, sourceRoot))]);
        }

        string? suppressed = result.Answer ?? run.Known(report, result)?.Reason;
        if (suppressed is not null)
        {
            node["suppressions"] = new JsonArray(new JsonObject
            {
                ["kind"] = result.Answer is null ? "external" : "inSource",
                ["justification"] = Printable.Text(suppressed),
            });
        }

        return node;
    }

    private static JsonObject Location(string subject, Finding finding, string? sourceRoot)
    {
        var location = new JsonObject
        {
            ["logicalLocations"] = new JsonArray(new JsonObject
            {
                ["fullyQualifiedName"] = Printable.Text(Join(subject, finding.Place)),
                ["kind"] = finding.Parameter is null ? "module" : "parameter",
            }),
        };
        if (finding.Source is { } source)
        {
            location["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = Artifact(source.File, sourceRoot),
                ["region"] = new JsonObject { ["startLine"] = source.Line },
            };
        }

        return location;
    }

    private static JsonObject Artifact(string file, string? sourceRoot) => SourcePath.Relative(file, sourceRoot) is { } relative
        ? new JsonObject { ["uri"] = Encode(relative), ["uriBaseId"] = SourceRoot }
        : new JsonObject { ["uri"] = Absolute(file.Replace('\\', '/')) };

    private static string Absolute(string file) => file.StartsWith('/') ? $"file://{Encode(file)}"
        : file.Length > 1 && file[1] == ':' ? $"file:///{file[..2]}{Encode(file[2..])}"
        : Encode(file);

    private static string Encode(string path) => string.Join('/', Printable.Text(path).Split('/').Select(Uri.EscapeDataString));

    private static JsonObject Message(string text) => new() { ["text"] = Printable.Text(text) };

    private static string Level(CheckResult result) => result.Severity == Severity.Error ? "error" : "warning";

    private static string Join(string subject, string? path) => string.IsNullOrEmpty(path) ? subject : $"{subject}.{path}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
