using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>How often values occur, such as those of a weight.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="ValueAxis">What the values are.</param>
/// <param name="Edges">The edges of the bins, ascending, one more than there are counts.</param>
/// <param name="Counts">How many values lie in each bin, at most 64.</param>
public sealed record HistogramPicture(
    string Title,
    string ValueAxis,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] IReadOnlyList<double> Edges,
    IReadOnlyList<long> Counts) : Picture(Title);
