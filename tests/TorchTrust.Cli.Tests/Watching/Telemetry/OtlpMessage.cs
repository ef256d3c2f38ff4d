using System.Text;
using Google.Protobuf;

namespace TorchTrust.Cli.Tests.Watching.Telemetry;

/// <summary>
/// A message of the OpenTelemetry protocol, read by the numbers of its fields as <c>opentelemetry-proto</c> 1.x gives them.
/// </summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Field, object Value)> _fields = [];

    /// <summary>Reads one.</summary>
    public OtlpMessage(byte[] bytes)
    {
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            _fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => (ulong)input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                var other => throw new InvalidDataException($"There is no field of the kind {other} in this protocol."),
            }));
        }
    }

    /// <summary>The messages of a field, and of fields within them.</summary>
    public IEnumerable<OtlpMessage> All(params int[] path) => path is [var field, .. var rest]
        ? Values<byte[]>(field).Select(bytes => new OtlpMessage(bytes)).SelectMany(message => message.All(rest))
        : [this];

    /// <summary>The text of a field.</summary>
    public string Text(int field) => Values<byte[]>(field).Select(Encoding.UTF8.GetString).FirstOrDefault() ?? "";

    /// <summary>The number of a data point: a double in field 4, or an integer in field 6.</summary>
    public double Number() =>
        Values<ulong>(4).Select(BitConverter.UInt64BitsToDouble).Concat(Values<ulong>(6).Select(bits => (double)(long)bits)).Single();

    /// <summary>The attributes in a field, of those with a text.</summary>
    public IReadOnlyDictionary<string, string> Attributes(int field) =>
        All(field).ToDictionary(pair => pair.Text(1), pair => pair.All(2).Single().Text(1));

    private IEnumerable<T> Values<T>(int field) => _fields.Where(each => each.Field == field).Select(each => each.Value).OfType<T>();
}
