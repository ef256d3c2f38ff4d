using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>Reports as JSON. Generated code, since a program may have switched reflection off.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The version of the schema that is written and read.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Writes a report; lines end in a line feed on every system.</summary>
    public static string Write(TrustReport report) =>
        JsonSerializer.Serialize(new ReportDocument(SchemaVersion, report), Default.ReportDocument).ReplaceLineEndings("\n");

    /// <summary>Reads a report.</summary>
    /// <exception cref="JsonException">The text is no report, or one of another schema.</exception>
    public static TrustReport Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ReportDocument? document = JsonSerializer.Deserialize(json, Default.ReportDocument);
        if (document?.SchemaVersion != SchemaVersion)
        {
            throw new JsonException(
                $"The report has schemaVersion {document?.SchemaVersion ?? 0}; this version of TorchTrust reads {SchemaVersion}.");
        }

        return document.Report ?? throw new JsonException("The document holds no report: the property 'report' is missing.");
    }
}
