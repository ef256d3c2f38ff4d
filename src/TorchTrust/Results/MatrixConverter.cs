using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>
/// A table of numbers as JSON, with <c>"NaN"</c> and infinities by their names: the attribute for that reaches no list of lists.
/// </summary>
internal sealed class MatrixConverter : JsonConverter<IReadOnlyList<IReadOnlyList<double>>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<double>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var rows = new List<IReadOnlyList<double>>();
        Demand(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Demand(reader.TokenType == JsonTokenType.StartArray);
            var row = new List<double>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                row.Add(Number(ref reader));
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (IReadOnlyList<double> row in value)
        {
            writer.WriteStartArray();
            foreach (double number in row)
            {
                if (double.IsFinite(number))
                {
                    writer.WriteNumberValue(number);
                }
                else
                {
                    writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static double Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String => reader.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string text => throw new JsonException($"'{text}' is no number."),
            null => throw new JsonException("A number is missing."),
        },
        _ => throw new JsonException($"{reader.TokenType} stands where a number should."),
    };

    private static void Demand(bool isArray)
    {
        if (!isArray)
        {
            throw new JsonException("A table of numbers is a list of lists.");
        }
    }
}
