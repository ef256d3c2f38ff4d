using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// The lines between a process and its host. Generated code, since a program may have switched reflection off.
/// </summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    MaxDepth = 1024)]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostReply))]
internal sealed partial class HostJson : JsonSerializerContext
{
    /// <summary>Writes a request as one line.</summary>
    public static string Line(HostRequest request) => JsonSerializer.Serialize(request, Default.HostRequest);

    /// <summary>Writes a reply as one line.</summary>
    public static string Line(HostReply reply) => JsonSerializer.Serialize(reply, Default.HostReply);

    /// <summary>Reads a request.</summary>
    public static HostRequest Request(string line) => JsonSerializer.Deserialize(line, Default.HostRequest)!;

    /// <summary>Reads a reply.</summary>
    public static HostReply Reply(string line) => JsonSerializer.Deserialize(line, Default.HostReply)!;
}
