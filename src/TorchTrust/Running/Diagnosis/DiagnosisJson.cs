using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust.Running.Diagnosis;

/// <summary>The lines of a diagnosis.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackendDiagnosis))]
internal sealed partial class DiagnosisJson : JsonSerializerContext
{
    /// <summary>Writes one line.</summary>
    public static string Line(BackendDiagnosis diagnosis) => JsonSerializer.Serialize(diagnosis, Default.BackendDiagnosis);

    /// <summary>Reads one line.</summary>
    public static BackendDiagnosis Read(string line) => JsonSerializer.Deserialize(line, Default.BackendDiagnosis)!;
}
