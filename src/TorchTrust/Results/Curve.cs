using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>A line of a <see cref="CurvePicture"/>.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="X">Where its points stand, ascending.</param>
/// <param name="Y">Their values, one for each; NaN leaves a gap.</param>
public sealed record Curve(
    string Name,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> X,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> Y);
