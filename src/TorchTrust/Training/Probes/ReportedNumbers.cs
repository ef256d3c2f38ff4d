using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>The numbers that a step or an evaluation gave.</summary>
internal sealed class ReportedNumbers
{
    private readonly double?[] _parts;

    private ReportedNumbers(double?[] parts) => _parts = parts;

    /// <summary>Whether there is any number.</summary>
    public bool HasAny => Array.Exists(_parts, part => part is not null);

    /// <summary>The numbers in the order of the tuple; null where a part is no number.</summary>
    public IReadOnlyList<double?> Parts => _parts;

    /// <summary>The first number; null where there is none.</summary>
    public double? First => Array.Find(_parts, part => part is not null);

    /// <summary>Reads what was given: nothing, a number, a tensor of one element, or a tuple of those.</summary>
    public static ReportedNumbers Of(object? given) => new(given switch
    {
        null => [],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(index => Number(tuple[index]))],
        _ => [Number(given)],
    });

    /// <summary>The same, with each number changed.</summary>
    public ReportedNumbers Map(Func<double, double> change) =>
        new([.. _parts.Select(part => part is { } number ? change(number) : (double?)null)]);

    private static double? Number(object? value) => value switch
    {
        double number => number,
        float number => number,
        Half number => (double)number,
        int number => number,
        long number => number,
        Tensor { IsInvalid: false } tensor when tensor.numel() == 1 && !tensor.is_complex() => Item(tensor),
        _ => null,
    };

    private static double Item(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor wide = detached.to(ScalarType.Float64);
        return wide.item<double>();
    }
}
