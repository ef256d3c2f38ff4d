using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>Values that a loss must have: computed in another way, or in a table.</summary>
internal sealed record LossReference
{
    /// <summary>The relative error of a reference that computes in float32 somewhere.</summary>
    public const double DefaultTolerance = 1e-6;

    private LossReference(string name, double tolerance)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!(tolerance > 0 && double.IsFinite(tolerance)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(tolerance), tolerance, $"The tolerance is a relative error, such as {DefaultTolerance}: a positive number.");
        }

        Name = name;
        Tolerance = tolerance;
    }

    /// <summary>What it is, for the report.</summary>
    public string Name { get; }

    /// <summary>The relative error that the reference itself may have.</summary>
    public double Tolerance { get; }

    /// <summary>Gives the value for any arguments; null where there is a table.</summary>
    public Func<object?[], Tensor>? Value { get; private init; }

    /// <summary>Makes the rows of a table; null where any arguments will do.</summary>
    public Func<IReadOnlyList<(object?[] Arguments, double Value)>>? Table { get; private init; }

    /// <summary>A reference that gives the value for any arguments.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the tolerance is not positive.</exception>
    public static LossReference Computed(string name, Func<object?[], Tensor> value, double tolerance) =>
        new(name, tolerance) { Value = value };

    /// <summary>A reference that gives arguments and values.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the tolerance is not positive.</exception>
    public static LossReference Tabulated(
        string name, Func<IReadOnlyList<(object?[] Arguments, double Value)>> table, double tolerance) =>
        new(name, tolerance) { Table = table };
}
