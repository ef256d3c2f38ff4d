using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust.Watching.Stream;

/// <summary>The lines of a program that is watched. Generated code, since a program may have switched reflection off.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(WatchMessage))]
internal sealed partial class WatchJson : JsonSerializerContext
{
    /// <summary>Writes a message as one line.</summary>
    public static string Line(WatchMessage message) => JsonSerializer.Serialize(message, Default.WatchMessage);

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is no message, or broke off.</exception>
    public static WatchMessage Read(string line) => JsonSerializer.Deserialize(line, Default.WatchMessage)!;
}
