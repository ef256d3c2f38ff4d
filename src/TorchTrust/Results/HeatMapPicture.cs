using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>A table of colours, such as how much each sample changes when another one is replaced.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="RowAxis">What a row is.</param>
/// <param name="ColumnAxis">What a column is.</param>
/// <param name="Rows">The labels of the rows, from the top, at most 32.</param>
/// <param name="Columns">The labels of the columns, from the left, at most 32.</param>
/// <param name="Values">The values by row and column; NaN where there is none.</param>
public sealed record HeatMapPicture(
    string Title,
    string RowAxis,
    string ColumnAxis,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    [property: JsonConverter(typeof(MatrixConverter))] IReadOnlyList<IReadOnlyList<double>> Values)
    : Picture(Title)
{
    /// <summary>What a colour means, with its unit.</summary>
    public string ValueAxis { get; init; } = "";

    /// <summary>Whether colours are graded by logarithms; zeros have the lowest colour then.</summary>
    public bool IsLogarithmic { get; init; }
}
