using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>One bar of a <see cref="BarPicture"/>.</summary>
/// <param name="Label">What it stands for, such as the path of a parameter.</param>
/// <param name="Value">How long it is.</param>
public sealed record Bar(
    string Label, [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Value)
{
    /// <summary>Whether it is one of those that the check speaks of.</summary>
    public bool IsCulprit { get; init; }
}
