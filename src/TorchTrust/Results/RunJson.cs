using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>Runs as JSON. Generated code, since a program may have switched reflection off.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(string))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>The version of the schema that is written and read.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Writes a run; lines end in a line feed on every system.</summary>
    public static string Write(TrustRun run) =>
        JsonSerializer.Serialize(new RunDocument(SchemaVersion, run), Default.RunDocument).ReplaceLineEndings("\n");

    /// <summary>Reads a run.</summary>
    /// <exception cref="JsonException">The text is no run, or one of another schema.</exception>
    public static TrustRun Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        RunDocument? document = JsonSerializer.Deserialize(json, Default.RunDocument);
        if (document?.SchemaVersion != SchemaVersion)
        {
            throw new JsonException(
                $"The report has schemaVersion {document?.SchemaVersion ?? 0}; this version of TorchTrust reads {SchemaVersion}.");
        }

        return document.Run is { Reports: not null } run
            ? run
            : throw new JsonException("The document holds no run: the property 'run' or its 'reports' is missing.");
    }
}
