using System.Text.Json;

namespace TorchTrust.Configuration;

/// <summary>A value of a JSON file that is read strictly: what is not known there is an error that says what is.</summary>
/// <param name="element">The value.</param>
/// <param name="place">Where it stands, such as <c>skip[1].check</c>; empty for the document.</param>
internal sealed class JsonNodeReader(JsonElement element, string place)
{
    /// <summary>The properties of an object.</summary>
    /// <param name="known">Those that there may be.</param>
    /// <exception cref="JsonFileException">It is no object, or has another property.</exception>
    public IReadOnlyDictionary<string, JsonNodeReader> Object(params string[] known)
    {
        Demand(JsonValueKind.Object, "an object { … }");
        string[] allowed = [.. known, "$schema"];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (System.Array.IndexOf(allowed, property.Name) < 0)
            {
                string nearest = Suggestions.Nearest(property.Name, known);
                throw new JsonFileException(
                    place, $"has the unknown key '{property.Name}'. {nearest}Known: {string.Join(", ", known)}.");
            }
        }

        string before = place.Length == 0 ? "" : $"{place}.";
        return element.EnumerateObject().ToDictionary(
            property => property.Name, property => new JsonNodeReader(property.Value, before + property.Name));
    }

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<JsonNodeReader> Items()
    {
        Demand(JsonValueKind.Array, "a list [ … ]");
        return [.. element.EnumerateArray().Select((item, index) => new JsonNodeReader(item, $"{place}[{index}]"))];
    }

    /// <summary>A text that is not empty.</summary>
    public string Text()
    {
        Demand(JsonValueKind.String, "a text");
        return element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Wrong("is empty");
    }

    /// <summary>A whole number.</summary>
    public long Number() => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number)
        ? number
        : throw Wrong($"is {Shown}, and must be a whole number");

    /// <summary>True or false.</summary>
    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.GetBoolean()
        : throw Wrong($"is {Shown}, and must be true or false");

    /// <summary>A text of which a value is made.</summary>
    /// <param name="parse">Gives null for a text that is not allowed.</param>
    /// <param name="allowed">What is allowed, in words.</param>
    public T Parsed<T>(Func<string, T?> parse, string allowed)
        where T : struct => element.ValueKind == JsonValueKind.String && parse(element.GetString()!) is { } value
        ? value
        : throw Wrong($"is {Shown}, and must be {allowed}");

    /// <summary>The value here is wrong.</summary>
    public JsonFileException Wrong(string problem) => new(place, problem);

    private string Shown => element.GetRawText() is { Length: <= 60 } text ? text : element.GetRawText()[..60] + "…";

    private void Demand(JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind)
        {
            throw Wrong($"is {Shown}, and must be {what}");
        }
    }
}
